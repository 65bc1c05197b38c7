-- Registers come in as workbooks too. A workbook is packed, so that of one `bytes_done` says how far the reading is, in bytes of
-- the packed file, `lines_done` is the row of the sheet, and `prefix_sha256` is of the whole file and the sheet's name.
alter table filing_import drop constraint filing_import_format_check;
alter table filing_import add constraint filing_import_format_check check(format in ('csv', 'jsonl', 'xlsx'));
alter table filing_reconciliation drop constraint filing_reconciliation_format_check;
alter table filing_reconciliation add constraint filing_reconciliation_format_check check(format in ('csv', 'jsonl', 'xlsx'));
