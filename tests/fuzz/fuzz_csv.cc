// CSV files: cells are UTF-8 within their limits, pieces of any size read alike, what is written reads back.
#include "fuzz/target.h"
#include "platform/text/csv.h"
#include "platform/text/text.h"

namespace cairn::text {
namespace {

CAIRN_FUZZ_TARGET(csv, {"a,b,c\r\n1,\"x, \"\"y\"\"\",3\r\n", "\xEF\xBB\xBFName;Value\nGr\xC3\xB6\xC3\x9F" "e;1.234,5\n\n", "a\tb\rc\td\r",
                        "\"open,\n", "=1+1,+2,-3,@x,'=4\n", "\"a\"b,c\n", "45%,(12),\xE2\x82\xAC 1.5k,1'000.5\n", "\xFF\xFE", "||\n||\n"}) {
  const CsvLimits limits{1000, 50, 2000};
  const CsvFile whole = read_csv(bytes, limits);
  std::vector<CsvRow> rows;
  CsvReader pieces([&](std::size_t, CsvRow& cells) { return rows.push_back(std::move(cells)), true; }, limits);
  for (std::size_t at = 0; at < bytes.size(); at += 7) pieces.feed(bytes.substr(at, 7));
  pieces.finish();
  CAIRN_HOLD(rows == whole.rows);
  CAIRN_HOLD(rows.size() <= limits.rows);
  std::string out;
  CsvWriter writer(out, whole.delimiter);
  for (const CsvRow& row : rows) {
    CAIRN_HOLD(!row.empty() && row.size() <= limits.columns);
    for (const std::string& cell : row) {
      CAIRN_HOLD(is_utf8(cell));
      CAIRN_HOLD(cell.find('\0') == std::string::npos);
      const auto number = parse_number(cell);
      CAIRN_HOLD(!number || number->value == number->value);
      parse_yes_no(cell);
      writer.cell(cell);
    }
    writer.end_row();
  }
  CsvFile again = read_csv(out, {2000, 100, 10'000}, whole.delimiter);
  for (CsvRow& row : again.rows) {
    for (std::string& cell : row) {
      CAIRN_HOLD(cell.empty() || std::string_view("=+-@\t\r").find(cell[0]) == std::string_view::npos);
      cell = std::string(without_guard(cell));
    }
  }
  CAIRN_HOLD(again.rows == rows);
}

}  // namespace
}  // namespace cairn::text
