// Looks for the square codes of passes in what the camera sees. What reads them is compiled from ZXing (passage/camera).

const WIDTH = 640;
const PAUSE = 120;
const SAME = 3000;

let reader;

/** The few things that the compiled code asks of a browser; it needs no more to read a square. */
async function compiled() {
  const nothing = new Proxy({}, { get: () => () => () => null });
  const pages = 33; // as much as it asks for, and never more
  const { instance } = await WebAssembly.instantiateStreaming(fetch(new URL("square-reader.wasm", import.meta.url)), {
    env: { memory: new WebAssembly.Memory({ initial: pages, maximum: pages }) },
    teavm: nothing,
    teavmDate: { currentTimeMillis: Date.now },
    teavmJso: nothing,
    teavmMath: Math,
    teavmMemory: {
      linearMemory: nothing.none,
      notifyHeapResized: nothing.none,
      heapOffset: new WebAssembly.Global({ value: "i32" }, 0),
      maxSize: new WebAssembly.Global({ value: "i32" }, 0),
    },
    "wasm:js-string": {
      fromCharCode: (letter) => String.fromCharCode(letter),
      fromCharCodeArray: nothing.none,
      intoCharCodeArray: nothing.none,
      charCodeAt: (text, at) => text.charCodeAt(at),
      concat: (first, second) => first + second,
      length: (text) => text.length,
      substring: (text, from, to) => text.substring(from, to),
    },
  });
  return instance.exports;
}

/** What the square in the picture says; null if there is none. */
function read({ data, width, height }) {
  reader.begin(width, height);
  const grey = (pixel) => (data[pixel * 4] * 77 + data[pixel * 4 + 1] * 150 + data[pixel * 4 + 2] * 29) >> 8;
  for (let at = 0; at < width * height; at += 4) {
    reader.put(at, grey(at) | (grey(at + 1) << 8) | (grey(at + 2) << 16) | (grey(at + 3) << 24));
  }
  try {
    const length = reader.read();
    return length < 0 ? null : String.fromCharCode(...Array.from({ length }, (_, at) => reader.letter(at)));
  } catch {
    return null; // a picture that only looks like one
  }
}

/**
 * Shows what the camera sees and tells of each code once, until another is seen or it has been away.
 *
 * @returns what switches it off
 */
export async function look(video, found) {
  reader ??= await compiled();
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  video.srcObject = stream;
  await video.play();
  const canvas = document.createElement("canvas");
  const drawing = canvas.getContext("2d", { willReadFrequently: true });
  let last = { text: null, seen: 0 };
  let timer;
  const glance = () => {
    const scale = Math.min(1, WIDTH / video.videoWidth);
    canvas.width = Math.floor((video.videoWidth * scale) / 4) * 4;
    canvas.height = Math.floor(video.videoHeight * scale);
    if (canvas.width && canvas.height) {
      drawing.drawImage(video, 0, 0, canvas.width, canvas.height);
      const text = read(drawing.getImageData(0, 0, canvas.width, canvas.height));
      if (text !== null) {
        const again = text === last.text && performance.now() - last.seen < SAME;
        last = { text, seen: performance.now() };
        if (!again) found(text);
      }
    }
    timer = setTimeout(glance, PAUSE);
  };
  glance();
  return () => {
    clearTimeout(timer);
    stream.getTracks().forEach((track) => track.stop());
    video.srcObject = null;
  };
}
