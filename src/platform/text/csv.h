// CSV both ways: a streaming reader that knows row and column of every problem, a writer whose cells no spreadsheet
// runs as a formula, and numbers as people write them.
#pragma once
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cairn::text {

struct CsvLimits {
  std::size_t rows = 100'000;
  std::size_t columns = 200;
  std::size_t cell_bytes = 100'000;
};

// Rows and columns count from 1, as spreadsheets show them; column 0 means the whole row.
struct CsvProblem {
  std::size_t row = 0, column = 0;
  std::string code;     // encoding, stray_quote, unclosed_quote, too_many_rows, too_many_columns, cell_too_long, zero_byte
  std::string message;
};

using CsvRow = std::vector<std::string>;

// Takes text in pieces of any size and hands over each row as it ends. Reads RFC 4180: quotes, doubled quotes, line
// breaks inside quotes; ends of line CRLF, LF or CR; a byte order mark is skipped; empty lines are counted, not handed
// over. The delimiter, unless given, is the one of `,` `;` tab `|` that the first lines use most evenly.
class CsvReader {
 public:
  // `on_row` gets the row's number in the file (the record, not the line) and its cells; false ends the reading.
  using OnRow = std::function<bool(std::size_t row, CsvRow& cells)>;
  explicit CsvReader(OnRow on_row, CsvLimits limits = {}, char delimiter = '\0');

  void feed(std::string_view bytes);
  void finish();  // the last row, unclosed quotes

  char delimiter() const { return delimiter_; }
  std::size_t row() const { return row_; }  // the row being read
  const std::vector<CsvProblem>& problems() const { return problems_; }
  bool stopped() const { return state_ == State::stopped; }

 private:
  enum class State { cell_start, plain, quoted, quote_in_quoted, after_return, stopped };
  void take(char c);
  void finish_sample();
  void put(std::string_view s);
  void end_cell();
  void end_row();
  void problem(std::size_t column, const char* code, const char* message);
  void run(std::string_view bytes);

  OnRow on_row_;
  CsvLimits limits_;
  char delimiter_;
  State state_ = State::cell_start;
  std::string held_;        // the beginning of the file, until the delimiter is known
  bool sniffed_ = false;
  CsvRow cells_;
  std::string cell_;
  bool quoted_ = false;     // the cell began with a quote
  bool cut_ = false;        // the cell was too long
  bool wide_ = false;       // the row had too many cells
  std::size_t row_ = 1;     // the row being read
  std::vector<CsvProblem> problems_;
};

struct CsvFile {
  char delimiter = ',';
  std::vector<CsvRow> rows;
  std::vector<std::size_t> numbers;  // of each row in the file
  std::vector<CsvProblem> problems;
};
CsvFile read_csv(std::string_view bytes, CsvLimits limits = {}, char delimiter = '\0');

// in: some lines of a file; out: the delimiter they use.
char sniff_delimiter(std::string_view sample);

// Rows to RFC 4180 text with CRLF. A text that starts with = + - @ tab or carriage return gets an apostrophe in front
// (a file made for people in spreadsheets); numbers are written bare.
class CsvWriter {
 public:
  explicit CsvWriter(std::string& out, char delimiter = ',', bool byte_order_mark = false);
  CsvWriter& cell(std::string_view text);
  CsvWriter& cell(const char* text) { return cell(std::string_view(text)); }
  CsvWriter& cell(double number);
  CsvWriter& cell(long long number);
  CsvWriter& cell(std::size_t number) { return cell(static_cast<long long>(number)); }
  CsvWriter& cell(int number) { return cell(static_cast<long long>(number)); }
  CsvWriter& cell(long number) { return cell(static_cast<long long>(number)); }
  CsvWriter& empty();
  template <class T>
  CsvWriter& cell(const std::optional<T>& value) {
    return value ? cell(*value) : empty();
  }
  void end_row();

 private:
  void separate();
  std::string& out_;
  char delimiter_;
  std::size_t cells_ = 0;
  std::size_t row_start_ = 0;
};

// Removes the apostrophe that the writer puts before a formula, for files that come back.
std::string_view without_guard(std::string_view cell);

// Numbers as people type them: "1,234.5", "1.234,5", "1 234,5", "1'234.50", "-3", "−3", "(12)", "45%", "€ 1.5k",
// "12 h". A lone comma or point followed by three digits is a thousands separator only when the other reading is not
// likelier: see `decimal`.
enum class Decimal { guess, point, comma };
struct TypedNumber {
  double value = 0;
  bool percent = false;    // "45%": value is 45
  bool ambiguous = false;  // "1,234" or "1.234" read by guess
  std::string unit;        // what stood before or after: "€", "h"
};
std::optional<TypedNumber> parse_number(std::string_view text, Decimal decimal = Decimal::guess);
// Which decimal sign a column of numbers uses, by its unambiguous cells.
Decimal guess_decimal(const std::vector<std::string>& cells);

// yes/no, true/false, y/n, 1/0, ja/nein, on/off, x, done, erledigt; any case.
std::optional<bool> parse_yes_no(std::string_view text);

}  // namespace cairn::text
