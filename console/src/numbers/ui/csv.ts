// CSV (RFC 4180) as it is chosen in a form: a header, then records by its names. Kept in memory alone.
export function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [], cell = '', quoted = false;
  const end = () => {
    row.push(cell);
    cell = '';
  };
  for (let i = text.charCodeAt(0) === 0xfeff ? 1 : 0; i < text.length; i++) {
    const c = text[i]!;
    if (quoted) {
      if (c !== '"') cell += c;
      else if (text[i + 1] === '"') { cell += '"'; i++; }
      else quoted = false;
    } else if (c === '"' && cell === '') quoted = true;
    else if (c === ',') end();
    else if (c === '\n') {
      end();
      rows.push(row);
      row = [];
    } else if (c !== '\r') cell += c;
  }
  if (cell !== '' || row.length) {
    end();
    rows.push(row);
  }
  return rows.filter((r) => r.length > 1 || r[0] !== '');
}

// Records with what is not empty; columns that are none of `known` make it no file of ours.
export function csvRecords(text: string, known: string[]): { records: Record<string, string>[]; unknown: string[] } {
  const [header = [], ...rows] = parseCsv(text);
  const names = header.map((h) => h.trim().toLowerCase());
  const unknown = names.filter((n) => !known.includes(n));
  const records = rows.map((r) => Object.fromEntries(names.map((n, i): [string, string] => [n, (r[i] ?? '').trim()]).filter(([, v]) => v !== '')));
  return { records, unknown };
}
