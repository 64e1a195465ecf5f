// The CSV reader's machine and the writer.
#include "platform/text/csv.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>

#include "platform/text/text.h"

namespace cairn::text {
namespace {

constexpr std::size_t sample_bytes = 64 * 1024;
constexpr std::size_t max_problems = 1000;

// Invalid bytes become U+FFFD, so that nobody downstream meets them.
std::string mended(std::string_view s) {
  std::string out;
  for (std::size_t at = 0; at < s.size();) append_code_point(out, next_code_point(s, at));
  return out;
}

// The first character of a cell that spreadsheets take for a formula, in their full-width forms too.
bool starts_formula(std::string_view s) {
  if (s.empty()) return false;
  if (std::string_view("=+-@\t\r").find(s[0]) != std::string_view::npos) return true;
  constexpr std::array<std::string_view, 4> wide{"＝", "＋", "－", "＠"};
  return std::any_of(wide.begin(), wide.end(), [&](std::string_view w) { return s.starts_with(w); });
}

// Also what already wears apostrophes before a formula, so that removing one gives back what was there.
bool needs_guard(std::string_view s) {
  const std::size_t bare = std::min(s.find_first_not_of('\''), s.size());
  return starts_formula(s.substr(bare));
}

}  // namespace

char sniff_delimiter(std::string_view sample) {
  constexpr std::string_view candidates = ",;\t|";
  char best = ',';
  double best_score = 0;
  for (char candidate : candidates) {
    std::vector<std::size_t> counts;  // of the candidate outside quotes, per line
    std::size_t count = 0;
    bool quoted = false;
    for (char c : sample) {
      if (c == '"') quoted = !quoted;
      else if (!quoted && c == candidate) ++count;
      else if (!quoted && (c == '\n' || c == '\r')) counts.push_back(std::exchange(count, 0));
    }
    if (count > 0) counts.push_back(count);
    std::erase(counts, 0u);
    if (counts.empty()) continue;
    const auto like_first = std::count(counts.begin(), counts.end(), counts.front());
    const double score = static_cast<double>(like_first) / static_cast<double>(counts.size()) *
                         static_cast<double>(like_first) * std::log2(1.0 + static_cast<double>(counts.front()));
    if (score > best_score) {
      best_score = score;
      best = candidate;
    }
  }
  return best;
}

CsvReader::CsvReader(OnRow on_row, CsvLimits limits, char delimiter)
    : on_row_(std::move(on_row)), limits_(limits), delimiter_(delimiter) {}

void CsvReader::feed(std::string_view bytes) {
  if (state_ == State::stopped) return;
  if (sniffed_) return run(bytes);
  held_.append(bytes);
  if (held_.size() >= sample_bytes) finish_sample();
}

void CsvReader::finish_sample() {
  sniffed_ = true;
  std::string held;
  held.swap(held_);
  std::string_view text = held;
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) {
    problem(0, "encoding", "This file is UTF-16; save it as UTF-8.");
    state_ = State::stopped;
    return;
  }
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  if (delimiter_ == '\0') delimiter_ = sniff_delimiter(text.substr(0, sample_bytes));
  run(text);
}

void CsvReader::run(std::string_view bytes) {
  for (std::size_t at = 0; at < bytes.size() && state_ != State::stopped;) {
    const bool bulk = state_ == State::plain || state_ == State::quoted;
    if (bulk) {  // everything up to the next character that means something
      std::size_t end = at;
      if (state_ == State::quoted) {
        end = std::min(bytes.find('"', at), bytes.size());
      } else {
        while (end < bytes.size() && bytes[end] != delimiter_ && bytes[end] != '\n' && bytes[end] != '\r') ++end;
      }
      put(bytes.substr(at, end - at));
      at = end;
      if (at == bytes.size()) return;
    }
    take(bytes[at++]);
  }
}

void CsvReader::take(char c) {
  if (state_ == State::after_return) {
    state_ = State::cell_start;
    if (c == '\n') return;
  }
  if (state_ == State::quoted) {  // c is the quote
    state_ = State::quote_in_quoted;
    return;
  }
  if (state_ == State::quote_in_quoted && c == '"') {
    put("\"");
    state_ = State::quoted;
    return;
  }
  if (c == delimiter_) return end_cell();
  if (c == '\n' || c == '\r') {
    end_cell();
    end_row();
    if (c == '\r' && state_ != State::stopped) state_ = State::after_return;
    return;
  }
  if (state_ == State::cell_start && c == '"') {
    quoted_ = true;
    state_ = State::quoted;
    return;
  }
  if (state_ == State::quote_in_quoted) {
    problem(cells_.size() + 1, "stray_quote", "Text follows the closing quote; a quote inside a quoted cell is written twice.");
  }
  state_ = State::plain;
  put({&c, 1});
}

void CsvReader::put(std::string_view s) {
  if (cut_) return;
  if (cell_.size() + s.size() > limits_.cell_bytes) {
    cut_ = true;
    problem(cells_.size() + 1, "cell_too_long", "This cell is too long.");
    return;
  }
  cell_.append(s);
}

void CsvReader::end_cell() {
  state_ = State::cell_start;
  if (cells_.size() >= limits_.columns) {
    if (cells_.size() == limits_.columns && !wide_) problem(0, "too_many_columns", "This row has too many cells.");
    wide_ = true;
  } else {
    if (!is_utf8(cell_)) {
      problem(cells_.size() + 1, "encoding", "This cell is not UTF-8.");
      cell_ = mended(cell_);
    }
    if (cell_.find('\0') != std::string::npos) {
      problem(cells_.size() + 1, "zero_byte", "This cell holds a zero byte.");
      std::erase(cell_, '\0');
    }
    cells_.push_back(std::move(cell_));
  }
  cell_.clear();
  cut_ = false;
}

void CsvReader::end_row() {
  const bool empty = cells_.size() == 1 && cells_[0].empty() && !quoted_;
  quoted_ = false;
  wide_ = false;
  if (!empty) {
    if (row_ > limits_.rows) {
      problem(0, "too_many_rows", "This file has too many rows.");
      state_ = State::stopped;
    } else if (!on_row_(row_, cells_)) {
      state_ = State::stopped;
    }
  }
  cells_.clear();
  if (state_ != State::stopped) ++row_;
}

void CsvReader::finish() {
  if (!sniffed_ && state_ != State::stopped) finish_sample();
  if (state_ == State::stopped) return;
  if (state_ == State::quoted) problem(cells_.size() + 1, "unclosed_quote", "This cell's quote is never closed.");
  const bool open_row = !cells_.empty() || !cell_.empty() || quoted_;
  if (open_row) {
    end_cell();
    end_row();
  }
  state_ = State::stopped;
}

void CsvReader::problem(std::size_t column, const char* code, const char* message) {
  if (problems_.size() < max_problems) problems_.push_back({row_, column, code, message});
}

CsvFile read_csv(std::string_view bytes, CsvLimits limits, char delimiter) {
  CsvFile file;
  CsvReader reader(
      [&](std::size_t row, CsvRow& cells) {
        file.rows.push_back(std::move(cells));
        file.numbers.push_back(row);
        return true;
      },
      limits, delimiter);
  reader.feed(bytes);
  reader.finish();
  file.delimiter = reader.delimiter();
  file.problems = reader.problems();
  return file;
}

CsvWriter::CsvWriter(std::string& out, char delimiter, bool byte_order_mark) : out_(out), delimiter_(delimiter) {
  if (byte_order_mark) out_ += "\xEF\xBB\xBF";
  row_start_ = out_.size();
}

void CsvWriter::separate() {
  if (cells_++ > 0) out_ += delimiter_;
}

CsvWriter& CsvWriter::cell(std::string_view text) {
  separate();
  const bool guard = needs_guard(text);
  const char special[] = {delimiter_, '"', '\n', '\r'};
  const bool blank_edge = !text.empty() && (text.front() == ' ' || text.back() == ' ');
  const bool mark = text.starts_with("\xEF\xBB\xBF");  // at the start of a file it would be taken for its byte order mark
  const bool quote = blank_edge || mark || text.find_first_of(std::string_view(special, 4)) != std::string_view::npos;
  if (quote) out_ += '"';
  if (guard) out_ += '\'';
  if (!quote) {
    out_ += text;
    return *this;
  }
  for (char c : text) {
    if (c == '"') out_ += '"';
    out_ += c;
  }
  out_ += '"';
  return *this;
}

CsvWriter& CsvWriter::cell(double number) {
  separate();
  std::array<char, 40> digits{};
  if (std::isfinite(number)) out_.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr);
  return *this;
}

CsvWriter& CsvWriter::cell(long long number) {
  separate();
  out_ += std::to_string(number);
  return *this;
}

CsvWriter& CsvWriter::empty() {
  separate();
  return *this;
}

void CsvWriter::end_row() {
  if (cells_ == 1 && out_.size() == row_start_) out_ += "\"\"";  // or it would read as an empty line
  out_ += "\r\n";
  cells_ = 0;
  row_start_ = out_.size();
}

std::string_view without_guard(std::string_view cell) {
  if (cell.starts_with('\'') && needs_guard(cell)) cell.remove_prefix(1);
  return cell;
}

}  // namespace cairn::text
