// Files as programs write them, as people break them, and numbers as people type them.
#include "platform/text/csv.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include "platform/text/text.h"

namespace cairn::text {
namespace {

using Rows = std::vector<CsvRow>;

std::string codes(const CsvFile& file) {
  std::string out;
  for (const CsvProblem& p : file.problems) {
    out += (out.empty() ? "" : " ") + std::to_string(p.row) + ":" + std::to_string(p.column) + ":" + p.code;
  }
  return out;
}

TEST(CsvReader, reads_quotes_breaks_and_every_end_of_line) {
  EXPECT_EQ(read_csv("a,b\r\n\"x, \"\"y\"\"\",\"1\n2\"\r\n").rows, (Rows{{"a", "b"}, {"x, \"y\"", "1\n2"}}));
  EXPECT_EQ(read_csv("a,b\nc,d").rows, (Rows{{"a", "b"}, {"c", "d"}}));
  EXPECT_EQ(read_csv("a,b\rc,d\r").rows, (Rows{{"a", "b"}, {"c", "d"}}));
  EXPECT_EQ(read_csv("a,,\n,,\n").rows, (Rows{{"a", "", ""}, {"", "", ""}}));
  EXPECT_EQ(read_csv("5\" pipe,\"\"\n").rows, (Rows{{"5\" pipe", ""}}));
  EXPECT_TRUE(read_csv("").rows.empty());
}

TEST(CsvReader, counts_empty_lines_without_handing_them_over) {
  const CsvFile file = read_csv("a,b\n\n\r\nc,d\n\"\"\n");
  EXPECT_EQ(file.rows, (Rows{{"a", "b"}, {"c", "d"}, {""}}));
  EXPECT_EQ(file.numbers, (std::vector<std::size_t>{1, 4, 5}));
}

TEST(CsvReader, finds_the_delimiter_and_skips_the_byte_order_mark) {
  EXPECT_EQ(read_csv("\xEF\xBB\xBF" "a;b\n1,5;2\n").rows, (Rows{{"a", "b"}, {"1,5", "2"}}));
  EXPECT_EQ(read_csv("a\tb c, d\n1\t2\n").delimiter, '\t');
  EXPECT_EQ(read_csv("\"a;b\",c\n\"d;e\",f\n").delimiter, ',');
  EXPECT_EQ(read_csv("a|b\n").delimiter, '|');
  EXPECT_EQ(read_csv("lonely\n").delimiter, ',');
  EXPECT_EQ(read_csv("Quarter;Objective\nQ1;Grow, fast, and far\nQ1;Learn\n").delimiter, ';');
}

TEST(CsvReader, places_every_problem) {
  const CsvFile file = read_csv("a,b\n1,\xE4rger\n\"x\"y,2\n\"open,3\n");
  EXPECT_EQ(codes(file), "2:2:encoding 3:1:stray_quote 4:1:unclosed_quote");
  EXPECT_EQ(file.rows[1][1], "\uFFFDrger");
  EXPECT_EQ(file.rows[2][0], "xy");
  EXPECT_EQ(codes(read_csv("\xFF\xFE" "a\0b\0")), "1:0:encoding");
  EXPECT_EQ(codes(read_csv(std::string_view("a,b\nc,d\0e\n", 10))), "2:2:zero_byte");
}

TEST(CsvReader, keeps_its_limits) {
  CsvLimits limits{2, 3, 5};
  EXPECT_EQ(codes(read_csv("a\nb\nc\nd\n", limits)), "3:0:too_many_rows");
  EXPECT_EQ(read_csv("a\nb\nc\nd\n", limits).rows.size(), 2u);
  EXPECT_EQ(codes(read_csv("1,2,3,4,5,6\n7,8\n", limits)), "1:0:too_many_columns");
  EXPECT_EQ(codes(read_csv("x,123456\n", limits)), "1:2:cell_too_long");
  const CsvFile huge = read_csv("\"" + std::string(1'000'000, 'x'), CsvLimits{10, 10, 100});
  EXPECT_EQ(codes(huge), "1:1:cell_too_long 1:1:unclosed_quote");
}

TEST(CsvReader, stops_when_told) {
  std::size_t rows = 0;
  CsvReader reader([&](std::size_t, CsvRow&) { return ++rows < 2; });
  reader.feed("a\nb\nc\nd\n");
  reader.finish();
  EXPECT_EQ(rows, 2u);
  EXPECT_TRUE(reader.stopped());
}

TEST(CsvWriter, quotes_what_needs_it_and_never_writes_a_formula) {
  std::string out;
  CsvWriter csv(out);
  csv.cell("a,b").cell("say \"x\"").cell("two\nlines").cell(" edge").end_row();
  csv.cell("=1+1").cell("+49 30").cell("-5").cell("@me").cell("\tx").cell("'=x").cell("'tis").cell("＝x").end_row();
  csv.cell(-5).cell(-2.5).cell(std::optional<double>()).cell(1e21).end_row();
  EXPECT_EQ(out,
            "\"a,b\",\"say \"\"x\"\"\",\"two\nlines\",\" edge\"\r\n"
            "'=1+1,'+49 30,'-5,'@me,'\tx,''=x,'tis,'＝x\r\n"
            "-5,-2.5,,1e+21\r\n");
}

TEST(CsvWriter, keeps_a_first_cell_that_looks_like_a_byte_order_mark) {
  std::string out;
  CsvWriter(out).cell("\xEF\xBB\xBFx").end_row();
  EXPECT_EQ(read_csv(out).rows, (Rows{{"\xEF\xBB\xBFx"}}));
}

RC_GTEST_PROP(CsvRoundTrip, what_is_written_reads_back_the_same_in_any_pieces, (std::vector<std::vector<std::string>> rows)) {
  static const std::string signs = ",;\t\"\r\n'=+-@ |\\xe";
  for (auto& row : rows) {
    if (row.empty()) row.emplace_back();
    for (auto& cell : row) {
      for (char& c : cell) c = signs[static_cast<unsigned char>(c) % 16];
    }
  }
  for (const char delimiter : {',', ';', '\t'}) {
    std::string out;
    CsvWriter csv(out, delimiter, true);
    for (const auto& row : rows) {
      for (const auto& cell : row) csv.cell(cell);
      csv.end_row();
    }
    Rows read;
    CsvReader reader([&](std::size_t, CsvRow& cells) { return read.push_back(std::move(cells)), true; }, {}, delimiter);
    const std::size_t step = *rc::gen::inRange<std::size_t>(1, 9);
    for (std::size_t at = 0; at < out.size(); at += step) reader.feed(std::string_view(out).substr(at, step));
    reader.finish();
    for (auto& row : read) {
      for (auto& cell : row) cell = std::string(without_guard(cell));
    }
    RC_ASSERT(reader.problems().empty());
    RC_ASSERT(read == rows);
  }
}

RC_GTEST_PROP(CsvReader, any_bytes_at_all_give_utf8_cells, (const std::string& bytes)) {
  for (const CsvRow& row : read_csv(bytes).rows) {
    for (const std::string& cell : row) RC_ASSERT(is_utf8(cell));
  }
}

double number(std::string_view text, Decimal decimal = Decimal::guess) {
  const auto n = parse_number(text, decimal);
  return n ? n->value : std::nan("");
}

TEST(ParseNumber, reads_numbers_of_both_worlds) {
  EXPECT_EQ(number("1,234.5"), 1234.5);
  EXPECT_EQ(number("1.234,5"), 1234.5);
  EXPECT_EQ(number("1 234,5"), 1234.5);
  EXPECT_EQ(number("1\u00A0234,5"), 1234.5);
  EXPECT_EQ(number("1'234.50"), 1234.5);
  EXPECT_EQ(number("1,234,567"), 1234567);
  EXPECT_EQ(number("0,5"), 0.5);
  EXPECT_EQ(number(".5"), 0.5);
  EXPECT_EQ(number("12"), 12);
  EXPECT_EQ(number("0.125"), 0.125);
  EXPECT_EQ(number("1.5"), 1.5);
}

TEST(ParseNumber, reads_signs_percent_and_units) {
  EXPECT_EQ(number("-3"), -3);
  EXPECT_EQ(number("\u22123,5"), -3.5);
  EXPECT_EQ(number("(12)"), -12);
  EXPECT_EQ(number("+7"), 7);
  EXPECT_TRUE(parse_number("45 %")->percent);
  EXPECT_EQ(number("45%"), 45);
  EXPECT_EQ(number("€ 1.5k"), 1500);
  EXPECT_EQ(parse_number("€ 1.5k")->unit, "€");
  EXPECT_EQ(parse_number("12 h")->unit, "h");
  EXPECT_EQ(number("3M"), 3e6);
  EXPECT_EQ(number("-$5"), -5);
  EXPECT_EQ(number("$-5"), -5);
}

TEST(ParseNumber, is_told_or_guesses_the_decimal_sign) {
  EXPECT_TRUE(parse_number("1,234")->ambiguous);
  EXPECT_EQ(number("1,234"), 1234);
  EXPECT_EQ(number("1.234"), 1.234);
  EXPECT_EQ(number("1.234", Decimal::comma), 1234);
  EXPECT_EQ(number("1,234", Decimal::comma), 1.234);
  EXPECT_TRUE(std::isnan(number("1,23", Decimal::point)));
  EXPECT_EQ(guess_decimal({"1.234", "0,5", "7", "n/a"}), Decimal::comma);
  EXPECT_EQ(guess_decimal({"1,234", "0.5"}), Decimal::point);
  EXPECT_EQ(guess_decimal({"1,234", "7", ""}), Decimal::guess);
}

TEST(ParseNumber, refuses_what_is_none) {
  for (const char* bad : {"", "abc", "1.2.3,4,5", "2026-01-05", "3 of 5", "1,23,4", "--", "1e5x9", "12:30", "NaN", "inf", "1 2", "1..2"}) {
    EXPECT_FALSE(parse_number(bad)) << bad;
  }
}

TEST(ParseYesNo, reads_the_answers_people_give) {
  for (const char* yes : {"yes", "Y", "TRUE", "1", "x", "Ja", "done", " erledigt "}) EXPECT_EQ(parse_yes_no(yes), true) << yes;
  for (const char* no : {"no", "N", "False", "0", "Nein", "offen"}) EXPECT_EQ(parse_yes_no(no), false) << no;
  for (const char* neither : {"", "maybe", "2", "yesno"}) EXPECT_FALSE(parse_yes_no(neither)) << neither;
}

}  // namespace
}  // namespace cairn::text
