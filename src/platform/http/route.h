// The registry of routes: each declares path, rule, token scope, rate class, where it runs, and its inputs and answers.
// The server does not start while `check()` finds one missing.
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/http/bind.h"
#include "platform/http/call.h"
#include "platform/http/reply.h"
#include "platform/http/stream.h"

namespace cairn::http {

// A named rule on the asker alone; rules on objects live in the use cases.
struct Rule {
  std::string_view name;
  bool (*allows)(const Principal&) = nullptr;
};

namespace rules {
inline constexpr Rule anyone{"anyone", [](const Principal&) { return true; }};
inline constexpr Rule signed_in{"signed_in", [](const Principal& p) { return p.signed_in(); }};
}  // namespace rules

enum class Rate : std::uint8_t { unset, free, read, write, expensive, login };  // free: health and static files only

enum class Run : std::uint8_t {
  unset,
  read,    // inside db.read_async
  write,   // inside db.write_async, with the idempotency key
  slow,    // on the worker pool, without a transaction
  stream,  // answers an event stream; the handler runs on the worker pool
  instant, // on the I/O thread, without a transaction: for answers that lie ready
};

using Handler = std::function<Reply(Call&)>;
using StreamHandler = std::function<void(Call&)>;  // opens the stream by call.open_stream()

struct Answer {
  int status;
  std::string type;  // "application/json"
  SchemaOf schema = nullptr;
  std::string text;
};

// A route under /api/v1. The setters are chained; docs/guides/add-a-feature.md shows one in use.
class Route {
 public:
  Route(Method method, std::string path) : method_(method), path_(std::move(path)) {}

  Route& summary(std::string text) { summary_ = std::move(text); return *this; }
  Route& description(std::string text) { description_ = std::move(text); return *this; }
  Route& tag(std::string text) { tag_ = std::move(text); return *this; }
  Route& rule(Rule rule) { rule_ = rule; return *this; }
  Route& scope(Scope scope) { scope_ = scope; return *this; }
  Route& rate(Rate rate) { rate_ = rate; return *this; }
  Route& runs(Run run) { run_ = run; return *this; }
  template <class T>
  Route& body() { body_ = body_binder<T>(); no_body_ = false; return *this; }
  Route& no_body() { no_body_ = true; return *this; }
  // the handler reads request.body itself: in: content types, "*/*" for any
  Route& raw_body(std::vector<std::string> types) { raw_types_ = std::move(types); return *this; }
  Route& body_limit(std::size_t bytes) { body_limit_ = bytes; return *this; }
  template <class Q>
  Route& query() { query_ = query_binder<Q>(); return *this; }
  template <class T>
  Route& answers(int status = 200, std::string text = "") {
    answers_.push_back({status, "application/json", &schema_of<T>, std::move(text)});
    return *this;
  }
  Route& answers(int status = 204, std::string text = "") { answers_.push_back({status, "", nullptr, std::move(text)}); return *this; }
  Route& answers_type(int status, std::string type, std::string text = "") {
    answers_.push_back({status, std::move(type), nullptr, std::move(text)});
    return *this;
  }
  Route& example(std::string json_body) { example_ = std::move(json_body); return *this; }
  Route& needs_if_match() { needs_if_match_ = true; return *this; }  // documentation: call.if_match() is asked
  Route& secret_answer() { secret_ = true; return *this; }  // shown once: an Idempotency-Key never keeps it
  Route& handle(Handler handler) { handler_ = std::move(handler); return *this; }
  Route& handle_stream(StreamHandler handler) { stream_ = std::move(handler); return *this; }
  Route& at_root() { at_root_ = true; return *this; }  // path as it is, without /api/v1, not in the document

  Method method() const { return method_; }
  std::string path() const { return at_root_ ? path_ : "/api/v1" + path_; }  // with the prefix
  const std::string& template_path() const { return path_; }                 // as declared, "/things/{id}"
  const std::string& summary_text() const { return summary_; }
  const std::string& description_text() const { return description_; }
  const std::string& tag_text() const { return tag_; }
  const Rule& rule_of() const { return rule_; }
  std::optional<Scope> scope_of() const { return scope_; }
  Rate rate_of() const { return rate_; }
  Run run_of() const { return run_; }
  const Binder& body_of() const { return body_; }
  const Binder& query_of() const { return query_; }
  bool without_body() const { return no_body_; }
  const std::vector<std::string>& raw_types() const { return raw_types_; }
  std::size_t body_limit_of() const { return body_limit_; }
  const std::vector<Answer>& answers_of() const { return answers_; }
  const std::string& example_of() const { return example_; }
  bool wants_if_match() const { return needs_if_match_; }
  bool answers_secret() const { return secret_; }
  bool rooted() const { return at_root_; }
  const Handler& handler() const { return handler_; }
  const StreamHandler& stream_handler() const { return stream_; }
  bool takes_body() const { return static_cast<bool>(body_.bind) || !raw_types_.empty(); }

 private:
  Method method_;
  std::string path_, summary_, description_, tag_, example_;
  Rule rule_;
  std::optional<Scope> scope_;
  Rate rate_ = Rate::unset;
  Run run_ = Run::unset;
  Binder body_, query_;
  bool no_body_ = false, needs_if_match_ = false, secret_ = false, at_root_ = false;
  std::vector<std::string> raw_types_;
  std::size_t body_limit_ = 1 << 20;
  std::vector<Answer> answers_;
  Handler handler_;
  StreamHandler stream_;
};

inline Route route(Method method, std::string path) { return Route(method, std::move(path)); }

// What the router found for a path.
struct Match {
  const Route* route = nullptr;        // nullptr: nothing for this method
  std::size_t index = 0;               // of the route, in the order of adding
  std::vector<Method> allowed;         // the methods that the path knows; empty: no such path
  std::vector<PathParam> params;       // views into the path and the registry
};

class Registry {
 public:
  void add(const Route& route);
  // out: a sentence per route that lacks something or stands twice; empty when the server may start
  std::vector<std::string> check() const;
  // in: the decoded path; the match's values are views into it
  void find(Method method, std::string_view path, Match& out) const;
  const std::vector<std::unique_ptr<Route>>& routes() const { return routes_; }

 private:
  struct Node {
    std::map<std::string, std::unique_ptr<Node>, std::less<>> children;
    std::unique_ptr<Node> any;  // a {parameter}
    std::vector<std::pair<Method, std::size_t>> routes;
  };
  const Node* walk(const Node& node, std::string_view rest, std::vector<std::string_view>& values) const;
  std::vector<std::unique_ptr<Route>> routes_;
  std::vector<std::vector<std::string>> names_;  // of the parameters, per route
  std::vector<std::string> duplicates_;
  Node root_;
};

// out: the OpenAPI 3.1 document, the same bytes for the same registry
std::string openapi(const Registry& registry, std::string_view title, std::string_view version);

}  // namespace cairn::http
