// Yes, no and the others: by colour, word, sound and, where there is one, by the phone's own buzz.

const TONES = { yes: [880, 1320], family: [880], before: [520, 520], kept: [660, 520], no: [220, 180, 220] };
const BUZZES = { yes: 60, family: 30, before: [60, 80, 60], kept: [60, 60], no: [200, 100, 200] };
const TONE = 0.11;

let audio;

function sound(kind) {
  try {
    audio ??= new AudioContext();
    audio.resume();
    TONES[kind].forEach((pitch, index) => {
      const tone = audio.createOscillator();
      tone.type = kind === "no" ? "square" : "sine";
      tone.frequency.value = pitch;
      tone.connect(audio.destination);
      tone.start(audio.currentTime + index * TONE * 1.2);
      tone.stop(audio.currentTime + index * TONE * 1.2 + TONE);
    });
  } catch {
    // a phone without sound still shows it
  }
}

/** @param kind yes, no, before, family or kept; word: in large letters; sentences: what for, or what to do */
export function answer(panel, kind, word, ...sentences) {
  panel.className = kind;
  panel.replaceChildren(
    Object.assign(document.createElement("strong"), { textContent: word }),
    ...sentences.map((sentence) => Object.assign(document.createElement("span"), { textContent: sentence })),
  );
  setTimeout(() => sound(kind)); // the eye first: the first sound of all takes its time
  navigator.vibrate?.(BUZZES[kind]);
}
