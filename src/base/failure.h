// How a request that cannot go on ends: one exception type, caught by HTTP dispatch, the job runner and the
// command line alone. The engine and the parsers do not throw it: they return Result<T> or a list of problems.
#pragma once
#include <exception>
#include <expected>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace cairn {

// What went wrong, as HTTP tells it; http::status_of gives the number.
enum class Fault {
  bad_request,            // 400 syntax, unknown field
  unauthenticated,        // 401
  forbidden,              // 403 may see, may not do
  not_found,              // 404 missing, or not to be seen
  conflict,               // 409
  precondition_failed,    // 412 somebody else changed it
  too_large,              // 413
  unsupported_media,      // 415
  unprocessable,          // 422 understood, but it means nothing
  precondition_required,  // 428 If-Match is missing
  too_many,               // 429 with retry_after_s
  unavailable,            // 503 with retry_after_s
  storage_full,           // 507
};

// One field at fault. `field` is its path in the body ("metric.target"), `code` is stable ("required", "range", ...).
struct Problem {
  std::string field;
  std::string code;
  std::string message;
};

template <class T>
using Result = std::expected<T, Problem>;

// The one exception. `code` is stable and documented ("start_equals_target"); `message` is a sentence for people.
struct Failure : std::exception {
  Fault fault;
  std::string code;
  std::string message;
  std::vector<Problem> fields;
  int retry_after_s = 0;
  std::string details_json;  // further members for the problem document, as a JSON object; empty for none

  Failure(Fault f, std::string c, std::string m, std::vector<Problem> p = {})
      : fault(f), code(std::move(c)), message(std::move(m)), fields(std::move(p)) {}
  const char* what() const noexcept override { return message.c_str(); }
};

[[noreturn]] inline void fail(Fault fault, std::string code, std::string message, std::vector<Problem> fields = {}) {
  throw Failure(fault, std::move(code), std::move(message), std::move(fields));
}

// What is missing and what may not be seen answer with exactly this.
[[noreturn]] inline void not_found() { fail(Fault::not_found, "not_found", "There is nothing here."); }

// out: the value; fails: 422 with the problem's code and field.
template <class T>
T require(Result<T> result) {
  if (!result) fail(Fault::unprocessable, result.error().code, result.error().message, {result.error()});
  return std::move(*result);
}

inline void require_allowed(bool allowed) {
  if (!allowed) fail(Fault::forbidden, "forbidden", "You may see this, but not change it.");
}

}  // namespace cairn
