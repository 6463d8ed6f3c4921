// What an officer scans or types, and what it may be. Short codes are drawn by household/ShortCode.

const ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
const PASS = /^[\w-]{22}$/;
const PERSON = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
const LIKE_A_CODE = /^(?=.*\d)[A-Z\d]{5,12}$/;
const CASE_NUMBER = /^[A-Z]{2,5}\d{6}[A-Z\d]$/;
const IN_THREES = /^[A-Z\d]{3}-[A-Z\d]{1,4}(-[A-Z\d]{0,4})?$/i;

/** A short code as it is compared: case, blanks and hyphens are forgiven. */
export const plain = (typed) => typed.replace(/[\s-]/g, "").toUpperCase();

const sum = (code) => [...code].reduce((so, letter) => (so * 3 + ALPHABET.indexOf(letter)) % ALPHABET.length, 0);

/** Whether it is a short code as far as its letters and its check character tell. */
export const isShortCode = (code) =>
  code.length === 9 && [...code].every((letter) => ALPHABET.includes(letter)) && sum(code) === 0;

/** By what codes of passes and people are looked up. */
export const keyOf = (text) => (PERSON.test(text) ? text.toLowerCase() : PASS.test(text) ? text : plain(text));

/**
 * What a code is that nobody on the lists has: "ours" (it may belong to somebody elsewhere), "cut", "misread", "foreign", or
 * "words" if it was typed and is no code.
 */
export function kindOf(text, typed) {
  const code = plain(text);
  if (PASS.test(text) || PERSON.test(text) || isShortCode(code)) return "ours";
  if (!typed) return !/^[\w-]{1,21}$/.test(text) ? "foreign" : code.length === 9 ? "misread" : "cut";
  if (CASE_NUMBER.test(code) || (!LIKE_A_CODE.test(code) && !IN_THREES.test(text))) return "words";
  return code.length < 9 ? "cut" : "misread";
}

/** A name or case number as it is searched: without accents, small, and alike where people write differently. */
export const folded = (words) =>
  words
    .normalize("NFKD")
    .replace(/[\p{M}ـ]/gu, "")
    .toLowerCase()
    .replace(/ة/g, "ه")
    .replace(/ى/g, "ي");
