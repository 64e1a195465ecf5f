// A small JSON reader for test data: everything in memory, no limits, wrong text ends the test run.
#pragma once
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace cairn::tests {

struct Json {
  enum class Kind { null, boolean, number, string, array, object } kind = Kind::null;
  bool boolean = false;
  double number = 0;
  std::string text;  // of a string; of a number as written
  std::vector<Json> items;         // of an array; an object's values
  std::vector<std::string> names;  // of an object, in step with items

  bool is_null() const { return kind == Kind::null; }
  bool is_number() const { return kind == Kind::number; }
  bool is_string() const { return kind == Kind::string; }
  bool has(const std::string& key) const { return find(key) != nullptr; }
  const Json* find(const std::string& key) const {
    for (std::size_t i = 0; i < names.size(); ++i)
      if (names[i] == key) return &items[i];
    return nullptr;
  }
  const Json& operator[](const std::string& key) const {
    static const Json none;
    const Json* found = find(key);
    return found ? *found : none;
  }
};

class JsonReader {
 public:
  explicit JsonReader(std::string text) : text_(std::move(text)) {}
  Json read() {
    Json value = this->value();
    return value;
  }

 private:
  void space() {
    while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_]))) ++at_;
  }
  bool take(char c) {
    space();
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  void need(char c) {
    if (!take(c)) std::abort();
  }
  std::string string() {
    std::string out;
    need('"');
    while (text_.at(at_) != '"') {
      char c = text_[at_++];
      if (c == '\\') {
        c = text_[at_++];
        if (c == 'n') c = '\n';
        if (c == 't') c = '\t';
        if (c == 'u') {
          at_ += 4;
          c = '?';
        }
      }
      out += c;
    }
    ++at_;
    return out;
  }
  Json value() {
    space();
    Json json;
    const char c = text_.at(at_);
    if (c == '{') return object();
    if (c == '[') return array();
    if (c == '"') {
      json.kind = Json::Kind::string;
      json.text = string();
    } else if (c == 't' || c == 'f') {
      json.kind = Json::Kind::boolean;
      json.boolean = c == 't';
      at_ += c == 't' ? 4 : 5;
    } else if (c == 'n') {
      at_ += 4;
    } else {
      char* end = nullptr;
      json.kind = Json::Kind::number;
      json.number = std::strtod(text_.c_str() + at_, &end);
      const auto stop = static_cast<std::size_t>(end - text_.c_str());
      if (stop == at_) std::abort();
      json.text = text_.substr(at_, stop - at_);
      at_ = stop;
    }
    return json;
  }
  Json array() {
    Json json;
    json.kind = Json::Kind::array;
    need('[');
    if (take(']')) return json;
    do json.items.push_back(value());
    while (take(','));
    need(']');
    return json;
  }
  Json object() {
    Json json;
    json.kind = Json::Kind::object;
    need('{');
    if (take('}')) return json;
    do {
      space();
      std::string key = string();
      need(':');
      json.names.push_back(std::move(key));
      json.items.push_back(value());
    } while (take(','));
    need('}');
    return json;
  }

  std::string text_;
  std::size_t at_ = 0;
};

// out: the file as JSON; null when there is no such file.
inline Json read_json(const std::string& path) {
  std::ifstream file(path);
  if (!file) return {};
  std::stringstream text;
  text << file.rdbuf();
  return JsonReader(text.str()).read();
}

}  // namespace cairn::tests
