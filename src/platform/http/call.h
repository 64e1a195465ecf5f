// One call of a route: the request with its path ids, query and body bound to types, who asks, and the transaction.
#pragma once
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/failure.h"
#include "platform/db/db.h"
#include "platform/http/request.h"
#include "platform/http/stream.h"

namespace cairn::http {

template <class T>
inline constexpr char type_mark = 0;  // its address tells one type from another

// A bound input and the type it was bound to.
struct Bound {
  const void* mark = nullptr;
  std::shared_ptr<const void> value;
  template <class T>
  const T& as() const {
    if (mark != &type_mark<T>) wrong_type();
    return *static_cast<const T*>(value.get());
  }
  [[noreturn]] static void wrong_type();  // the handler asks for a type that its route did not declare
};

struct Exchange;
struct Reply;

struct PathParam {
  std::string_view name;
  std::string_view value;
};

class Call {
 public:
  Call(const Request& r, const Principal& p) : request(r), principal(p) {}

  const Request& request;
  const Principal& principal;

  // in: the name in the route's path; fails: 404 when the text is no such id
  template <class Id>
  Id id(std::string_view name) const {
    const auto parsed = Id::parse(path(name));
    if (!parsed) not_found();
    return *parsed;
  }
  std::string_view path(std::string_view name) const;  // the decoded text of a path parameter
  template <class T>
  const T& body() const { return body_.as<T>(); }
  template <class T>
  const T& query() const { return query_.as<T>(); }

  std::string_view header(std::string_view lower_case_name) const { return request.header(lower_case_name); }
  std::string_view request_id() const { return request.request_id; }
  std::string_view address() const { return request.address; }
  // the version that the client last saw; fails: 428 when If-Match is missing, 412 when it is not a version of ours
  std::int64_t if_match() const;

  // the transaction of this route; read and write routes only
  db::Tx& tx() const;
  // for slow POST routes that open a transaction of their own: stores the answer for the Idempotency-Key in it, with
  // the effect. Without it a slow route's answer is stored right after.
  void keep(db::Tx& tx, const Reply& reply);
  // stream routes: answers with an event stream from here on; call it once, when nothing can fail any more
  StreamRef open_stream();

 private:
  friend class Dispatcher;
  Exchange* exchange_ = nullptr;
  std::span<const PathParam> params_;
  Bound body_;
  Bound query_;
  db::Tx* tx_ = nullptr;
};

}  // namespace cairn::http
