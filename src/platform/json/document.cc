// Text to free-form values. Boost.JSON does the grammar and the UTF-8; this handler builds our tree, refuses
// duplicate members and numbers without a finite double, and knows the path of what it refuses. Numbers are read
// again from their text, because the library's own conversion may be off by the last bit.
#include <algorithm>
#include <boost/json/basic_parser_impl.hpp>
#include <charconv>
#include <cmath>

#include "platform/json/value.h"
#include "platform/text/text.h"

namespace cairn::json {
namespace {

namespace bj = boost::json;

class Builder {
 public:
  static constexpr std::size_t max_object_size = std::size_t(-1);
  static constexpr std::size_t max_array_size = std::size_t(-1);
  static constexpr std::size_t max_key_size = std::size_t(-1);
  static constexpr std::size_t max_string_size = std::size_t(-1);

  Value root;
  std::vector<Problem> problems;

  bool on_document_begin(bj::error_code&) { return true; }
  bool on_document_end(bj::error_code&) { return true; }
  bool on_object_begin(bj::error_code&) { return open(true); }
  bool on_array_begin(bj::error_code&) { return open(false); }
  bool on_object_end(std::size_t, bj::error_code&) {
    refuse_duplicates(open_.back().members);
    Value done(std::move(open_.back().members));
    open_.pop_back();
    return put(std::move(done));
  }
  bool on_array_end(std::size_t, bj::error_code&) {
    Value done(std::move(open_.back().items));
    open_.pop_back();
    return put(std::move(done));
  }
  bool on_key_part(bj::string_view part, std::size_t, bj::error_code&) { return collect(part); }
  bool on_key(bj::string_view last, std::size_t, bj::error_code&) {
    open_.back().key = take(last);
    if (open_.back().key.find('\0') != std::string::npos) refuse("format", "A name must not contain the character U+0000.");
    return true;
  }
  bool on_string_part(bj::string_view part, std::size_t, bj::error_code&) { return collect(part); }
  bool on_string(bj::string_view last, std::size_t, bj::error_code&) {
    std::string text = take(last);
    if (text.find('\0') != std::string::npos) refuse("format", "A text must not contain the character U+0000.");
    return put(Value(std::move(text)));
  }
  bool on_number_part(bj::string_view part, bj::error_code&) { return collect(part); }
  bool on_int64(std::int64_t n, bj::string_view, bj::error_code&) {
    pending_.clear();
    return put(Value(n));
  }
  bool on_uint64(std::uint64_t, bj::string_view last, bj::error_code& ec) { return on_double(0, last, ec); }
  bool on_double(double, bj::string_view last, bj::error_code&) {
    const std::string text = take(last);
    double n = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), n);
    if (error == std::errc::result_out_of_range) {
      // Too small is nothing; too large is no number we can keep.
      const bool tiny = text.find("e-") != std::string::npos || text.find("E-") != std::string::npos ||
                        text.starts_with("0.") || text.starts_with("-0.");
      n = 0;
      if (!tiny) refuse("not_finite", "This number is too large.");
    }
    return put(Value(n));
  }
  bool on_bool(bool b, bj::error_code&) { return put(Value(b)); }
  bool on_null(bj::error_code&) { return put(Value()); }
  bool on_comment_part(bj::string_view, bj::error_code&) { return true; }
  bool on_comment(bj::string_view, bj::error_code&) { return true; }

 private:
  struct Frame {
    bool object = false;
    std::string key;
    Value::Members members;
    Value::Items items;
  };

  bool open(bool object) {
    open_.emplace_back();
    open_.back().object = object;
    return true;
  }
  bool collect(bj::string_view part) {
    pending_.append(part.data(), part.size());
    return true;
  }
  std::string take(bj::string_view last) {
    collect(last);
    std::string text;
    text.swap(pending_);
    return text;
  }
  bool put(Value value) {
    if (open_.empty()) root = std::move(value);
    else if (open_.back().object) open_.back().members.push_back({std::move(open_.back().key), std::move(value)});
    else open_.back().items.push_back(std::move(value));
    return true;
  }

  // The path of the value being read; a frame that is done is asked for with its parent's.
  std::string path(std::size_t frames) const {
    std::string out;
    for (std::size_t i = 0; i < frames; ++i) {
      const Frame& f = open_[i];
      if (!f.object) {
        out += "[" + std::to_string(f.items.size()) + "]";
      } else {
        if (!out.empty()) out += '.';
        out += f.key;
      }
    }
    return out;
  }
  void refuse(const char* code, const char* message) {
    if (problems.size() < 100) problems.push_back({path(open_.size()), code, message});
  }
  void refuse_duplicates(const Value::Members& members) {
    if (members.size() < 2) return;
    std::vector<std::string_view> keys;
    keys.reserve(members.size());
    for (const Value::Member& m : members) keys.push_back(m.key);
    std::sort(keys.begin(), keys.end());
    for (auto at = keys.begin(); (at = std::adjacent_find(at, keys.end())) != keys.end(); ++at) {
      std::string where = path(open_.size() - 1);
      if (!where.empty()) where += '.';
      if (problems.size() < 100) problems.push_back({where.append(*at), "duplicate_field", "This member occurs twice."});
    }
  }

  std::vector<Frame> open_;
  std::string pending_;
};

std::string place(std::string_view text, std::size_t at) {
  const std::string_view before = text.substr(0, at);
  const auto line = std::count(before.begin(), before.end(), '\n') + 1;
  const std::size_t start = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
  return "line " + std::to_string(line) + ", column " + std::to_string(at - start + 1);
}

Problem grammar_problem(std::string_view text, std::size_t at, bj::error_code ec) {
  if (ec == bj::error::too_deep) {
    return {"", "depth", "This JSON is nested more than " + std::to_string(max_depth) + " levels deep."};
  }
  if (ec == bj::error::incomplete) return {"", "syntax", "This JSON ends too early."};
  return {"", "syntax", "This is not JSON: " + place(text, at) + "."};
}

}  // namespace

Document parse_document(std::string_view text) {
  Document out;
  if (const std::size_t bad = text::first_bad_utf8(text); bad != std::string_view::npos) {
    out.problems.push_back({"", "encoding", "This text is not UTF-8: " + place(text, bad) + "."});
    return out;
  }
  bj::parse_options options;
  options.max_depth = max_depth;
  options.allow_invalid_utf8 = true;  // checked above, with a place
  bj::basic_parser<Builder> parser(options);
  bj::error_code ec;
  std::size_t used = parser.write_some(false, text.data(), text.size(), ec);
  if (!ec && used < text.size()) {
    const std::size_t junk = text.find_first_not_of(" \t\r\n", used);
    if (junk != std::string_view::npos) {
      ec = bj::error::extra_data;
      used = junk;
    }
  }
  if (!ec && !parser.done()) ec = bj::error::incomplete;
  if (ec) {
    out.problems.push_back(grammar_problem(text, used, ec));
    return out;
  }
  out.value = std::move(parser.handler().root);
  out.problems = std::move(parser.handler().problems);
  return out;
}

}  // namespace cairn::json
