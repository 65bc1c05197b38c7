#include <base/files.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <memory>

#include <print/workbook.h>
#include <unistd.h>
#include <xlsxwriter.h>

namespace muster::print {
namespace {

constexpr std::size_t kNameMax = 31, kFileMax = 256u << 20;
constexpr lxw_row_t kChartRows = 16;
constexpr double kColumnWidth = 18;

// A name of its own in the folder for temporary files, gone with this.
class TemporaryFile {
 public:
  TemporaryFile() : path_((std::filesystem::temp_directory_path() / "muster-workbook-XXXXXX").string()) {
    const int file = ::mkstemp(path_.data());
    made_ = file >= 0;
    if (made_) ::close(file);
  }
  ~TemporaryFile() {
    if (made_) ::unlink(path_.c_str());
  }
  TemporaryFile(const TemporaryFile&) = delete;
  const std::string& path() const { return path_; }
  bool made() const { return made_; }

 private:
  std::string path_;
  bool made_ = false;
};

std::string sheet_name(const std::string& name, std::size_t number) {
  std::string out;
  std::size_t letters = 0;
  for (const char c : name) {
    const bool begins = (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    if (begins && ++letters > kNameMax) break;
    out += std::string_view("[]:*?/\\'").find(c) == std::string_view::npos ? c : ' ';
  }
  return out.empty() ? "Sheet " + std::to_string(number) : out;
}

void add_chart(lxw_workbook* book, lxw_worksheet* on, const Sheet& sheet, const SheetChart& what, lxw_row_t at) {
  if (sheet.rows.empty()) return;
  lxw_chart* chart = workbook_add_chart(book, what.kind == SheetChart::Kind::line ? LXW_CHART_LINE : LXW_CHART_COLUMN);
  const auto last = static_cast<lxw_row_t>(sheet.rows.size());
  for (const std::size_t column : what.values) {
    lxw_chart_series* series = chart_add_series(chart, nullptr, nullptr);
    const char* name = on->name;
    chart_series_set_categories(series, name, 1, static_cast<lxw_col_t>(what.names), last,
                                static_cast<lxw_col_t>(what.names));
    chart_series_set_values(series, name, 1, static_cast<lxw_col_t>(column), last, static_cast<lxw_col_t>(column));
    chart_series_set_name_range(series, name, 0, static_cast<lxw_col_t>(column));
  }
  chart_title_set_name(chart, what.title.c_str());
  worksheet_insert_chart(on, at, static_cast<lxw_col_t>(sheet.header.size() + 1), chart);
}

void write_sheet(lxw_workbook* book, const Sheet& sheet, std::size_t number, lxw_format* bold) {
  lxw_worksheet* on = workbook_add_worksheet(book, sheet_name(sheet.name, number).c_str());
  if (!on) on = workbook_add_worksheet(book, nullptr);  // a name that is there already
  worksheet_freeze_panes(on, 1, 0);
  if (!sheet.header.empty())
    worksheet_set_column(on, 0, static_cast<lxw_col_t>(sheet.header.size() - 1), kColumnWidth, nullptr);
  for (std::size_t c = 0; c < sheet.header.size(); ++c)
    worksheet_write_string(on, 0, static_cast<lxw_col_t>(c), sheet.header[c].c_str(), bold);
  for (std::size_t r = 0; r < sheet.rows.size(); ++r)
    for (std::size_t c = 0; c < sheet.rows[r].size(); ++c) {
      const auto row = static_cast<lxw_row_t>(r + 1);
      const auto column = static_cast<lxw_col_t>(c);
      const Cell& cell = sheet.rows[r][c];
      if (const auto* text = std::get_if<std::string>(&cell))
        worksheet_write_string(on, row, column, text->c_str(), nullptr);
      else if (const auto* real = std::get_if<double>(&cell))
        worksheet_write_number(on, row, column, *real, nullptr);
      else
        worksheet_write_number(on, row, column, static_cast<double>(std::get<std::int64_t>(cell)), nullptr);
    }
  lxw_row_t at = 1;
  for (const SheetChart& chart : sheet.charts) {
    add_chart(book, on, sheet, chart, at);
    at += kChartRows;
  }
}

}  // namespace

Result<std::string> to_workbook(const std::vector<Sheet>& sheets, const std::string& title, Instant made_at) {
  if (sheets.empty() || sheets.size() > kSheetsMax) return invalid("workbook_limit", "A workbook has 1 to 50 sheets.");
  for (const Sheet& sheet : sheets)
    if (sheet.rows.size() > kSheetRowsMax) return invalid("workbook_limit", "A sheet has at most 100,000 rows.");
  const TemporaryFile file;
  const Error failed = internal_error("disk_full", "The workbook can't be written.");
  if (!file.made()) return failed;
  lxw_workbook* book = workbook_new(file.path().c_str());
  if (!book) return failed;
  lxw_doc_properties properties{};
  std::string name = title;
  properties.title = name.data();
  properties.created = static_cast<time_t>(made_at.micros / 1'000'000);
  workbook_set_properties(book, &properties);
  lxw_format* bold = workbook_add_format(book);
  format_set_bold(bold);
  for (std::size_t i = 0; i < sheets.size(); ++i) write_sheet(book, sheets[i], i + 1, bold);
  if (workbook_close(book) != LXW_NO_ERROR) return failed;
  return read_file(file.path(), kFileMax);
}

}  // namespace muster::print
