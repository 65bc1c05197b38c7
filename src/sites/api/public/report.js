// The work that a report brings when many come in: asked for when the form is sent, done here, sent with it.
// SHA-256(challenge ":" nonce) begins with `bits` zero bits.
(() => {
  const form = document.getElementById('report');
  if (!form || !window.crypto || !crypto.subtle) return;
  const encoder = new TextEncoder();
  const zeros = (bytes) => {
    let bits = 0;
    for (const byte of bytes) {
      if (byte === 0) { bits += 8; continue; }
      return bits + Math.clz32(byte) - 24;
    }
    return bits;
  };
  const solve = async (challenge, bits) => {
    for (let from = 0; ; from += 64) {
      const hashes = await Promise.all(Array.from({ length: 64 }, (_, i) =>
        crypto.subtle.digest('SHA-256', encoder.encode(challenge + ':' + (from + i)))));
      const found = hashes.findIndex((hash) => zeros(new Uint8Array(hash)) >= bits);
      if (found >= 0) return String(from + found);
    }
  };
  let sent = false;
  form.addEventListener('submit', async (event) => {
    if (sent) return;
    event.preventDefault();
    sent = true;
    try {
      const asked = await (await fetch('/api/public-reports/challenge')).json();
      form.elements.challenge.value = asked.challenge;
      if (asked.bits > 0) {
        document.getElementById('working').hidden = false;
        form.elements.nonce.value = await solve(asked.challenge, asked.bits);
      }
    } catch (_) {
      // Without it the report is sent as it is, and the server says what is missing.
    }
    form.submit();
  });
  // Coming back to the page, it can be sent again.
  window.addEventListener('pageshow', () => { sent = false; document.getElementById('working').hidden = true; });
})();
