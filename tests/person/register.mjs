// Generated numbers of nobody: SIMs and resident ids with their check digits.

// ITU-T E.118 by Luhn.
export function iccid(n) {
  const digits = "898600" + String(n).padStart(12, "0");
  let sum = 0;
  [...digits].reverse().forEach((c, i) => { const d = Number(c) * (i % 2 === 0 ? 2 : 1); sum += d > 9 ? d - 9 : d; });
  return digits + ((10 - (sum % 10)) % 10);
}

// GB 11643-1999: area 110105, day of birth, sequence.
export function residentId(birth, sequence) {
  const digits = "110105" + birth + String(sequence).padStart(3, "0");
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((s, w, i) => s + w * Number(digits[i]), 0);
  return digits + "10X98765432"[sum % 11];
}
