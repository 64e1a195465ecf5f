// For tests of the HTTP layer: a server over an in-memory database, and a client that sends bytes as they are.
#pragma once
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>

#include "platform/http/server.h"
#include "platform/http/target.h"

namespace cairn::http::test {

struct Answer {
  int status = 0;  // 0: the connection ended before a whole answer came
  std::map<std::string, std::string> headers;  // names in lower case
  std::string body;
  std::string header(const std::string& name) const {
    const auto found = headers.find(name);
    return found == headers.end() ? "" : found->second;
  }
};

class Client {
 public:
  explicit Client(std::uint16_t port) : fd_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    inet_pton(AF_INET, "127.0.0.1", &to.sin_addr);
    connected_ = connect(fd_, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0;
  }
  ~Client() { close(fd_); }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  bool connected() const { return connected_; }
  int fd() const { return fd_; }
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const auto n = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (n <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    return true;
  }
  // out: false at the end of the stream, or after the time
  bool fill(int wait_ms = 5000) {
    pollfd p{fd_, POLLIN, 0};
    if (poll(&p, 1, wait_ms) <= 0) return false;
    char buffer[65536];
    const auto n = recv(fd_, buffer, sizeof buffer, 0);
    if (n <= 0) return false;
    in_.append(buffer, static_cast<std::size_t>(n));
    return true;
  }
  // Reads until the text occurs. out: everything up to and with it; empty when it never came
  std::string until(std::string_view text, int wait_ms = 5000) {
    std::size_t at;
    while ((at = in_.find(text)) == std::string::npos) {
      if (!fill(wait_ms)) return "";
    }
    auto out = in_.substr(0, at + text.size());
    in_.erase(0, at + text.size());
    return out;
  }
  bool ended(int wait_ms = 5000) {
    while (true) {
      pollfd p{fd_, POLLIN, 0};
      if (poll(&p, 1, wait_ms) <= 0) return false;
      char buffer[65536];
      if (recv(fd_, buffer, sizeof buffer, 0) <= 0) return true;
    }
  }
  Answer answer(bool head_only = false, int wait_ms = 5000) {
    Answer a;
    auto head = until("\r\n\r\n", wait_ms);
    if (head.size() < 12) return a;
    const int status = std::stoi(head.substr(9, 3));
    for (auto at = head.find("\r\n") + 2; at + 2 < head.size();) {
      const auto end = head.find("\r\n", at);
      const auto colon = head.find(':', at);
      if (colon < end) {
        auto name = head.substr(at, colon - at);
        for (auto& c : name) c = static_cast<char>(std::tolower(c));
        a.headers[name] = std::string(trim(std::string_view(head).substr(colon + 1, end - colon - 1)));
      }
      at = end + 2;
    }
    const auto length = a.headers.contains("content-length") ? std::stoul(a.headers["content-length"]) : 0;
    if (!head_only && status != 304) {
      while (in_.size() < length) {
        if (!fill(wait_ms)) return a;
      }
      a.body = in_.substr(0, length);
      in_.erase(0, length);
    }
    a.status = status;
    return a;
  }
  Answer ask(std::string_view request) { return send(request) ? answer(request.starts_with("HEAD")) : Answer{}; }

 private:
  int fd_;
  bool connected_ = false;
  std::string in_;
};

inline std::string get(std::string_view path, std::string_view headers = "") {
  return "GET " + std::string(path) + " HTTP/1.1\r\nHost: t\r\n" + std::string(headers) + "\r\n";
}

inline std::string with_body(std::string_view method, std::string_view path, std::string_view body, std::string_view headers = "") {
  return std::string(method) + ' ' + std::string(path) + " HTTP/1.1\r\nHost: t\r\nContent-Length: " + std::to_string(body.size()) +
         "\r\nContent-Type: application/json\r\n" + std::string(headers) + "\r\n" + std::string(body);
}

// Headers of a browser on our own pages, signed in as person 7; of a token of person 7.
inline constexpr std::string_view browser = "Cookie: cairn=seven\r\nOrigin: http://t\r\nX-Cairn: 1\r\n";
inline constexpr std::string_view token = "Authorization: Bearer seven\r\n";

struct Note {
  std::string text;
  std::optional<int> stars;
  static constexpr std::string_view json_name = "Note";
  static constexpr auto fields() {
    return json::fields(json::field("text", &Note::text, "what it says", json::length(1, 100)),
                        json::field("stars", &Note::stars, "0..5", json::range(0, 5)));
  }
};

struct NoteQuery {
  std::optional<int> limit;
  std::vector<std::string> tag;
  static constexpr auto fields() {
    return json::fields(json::field("limit", &NoteQuery::limit, "at most so many", json::range(1, 200)),
                        json::field("tag", &NoteQuery::tag, "any of these", json::optional_with_default));
  }
};

// Credentials "seven" and "eight" are persons 7 and 8; "reader" is 7 with a token that only reads.
inline std::optional<Principal> authenticate(const Request& r, db::Tx&) {
  Principal p;
  p.token = !r.bearer().empty();
  const auto name = p.token ? r.bearer() : r.session_cookie();
  if (name == "seven" || name == "reader") p.person = 7;
  if (name == "eight") p.person = 8;
  p.session = p.person * 10;
  p.scopes = name == "reader" ? bits(Scope::read) : 7;
  return p.person == 0 ? std::nullopt : std::optional(p);
}

inline std::string migration_text(const std::string& name) {
  std::ifstream file(std::string(CAIRN_SOURCE_DIR) + "/migrations/" + name);
  return {std::istreambuf_iterator<char>(file), {}};
}

// A folder that goes with the test.
class Folder {
 public:
  Folder() : path_((std::filesystem::temp_directory_path() / "cairn-http-XXXXXX").string()) {
    if (!mkdtemp(path_.data())) throw std::runtime_error("no temporary folder");
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::string file(const std::string& name) const { return path_ + '/' + name; }

 private:
  std::string path_;
};

inline std::unique_ptr<db::Database> fresh_database(const Folder& folder) {
  db::Options options;
  options.sqlite_file = folder.file("test.db");
  auto database = db::open(options);
  const db::Migration steps[] = {{"0001_activity.sql", migration_text("0001_activity.sql")},
                                 {"0901_notes.sql", "CREATE TABLE notes (\n  id IDENTITY,\n  text TEXT NOT NULL\n);\n"}};
  db::migrate(*database, steps);
  return database;
}

struct World {
  Folder folder;
  std::unique_ptr<db::Database> database = fresh_database(folder);
  Registry registry;
  Options options;
  Hooks hooks{.authenticate = authenticate};
  std::unique_ptr<Server> server;

  World() {
    options.limits.on = false;
    options.log_requests = false;
  }
  ~World() {
    if (server) server->stop();
    database->stop();
  }
  std::uint16_t start(std::span<const EmbeddedFile> web = {}) {
    server = std::make_unique<Server>(options, registry, *database, hooks, web);
    server->start();
    return server->port();
  }
};

// A route with everything declared but what the test is about.
inline Route plain_route(Method method, std::string path, Run run) {
  auto r = route(method, std::move(path));
  r.summary("test").tag("test").rule(rules::signed_in).scope(method == Method::get ? Scope::read : Scope::write).rate(Rate::read).runs(run).answers(200);
  return r;
}

inline Route open_route(Method method, std::string path, Run run) { return plain_route(method, std::move(path), run).rule(rules::anyone).scope(Scope::none); }

}  // namespace cairn::http::test
