// The request parser, on the library's basic_parser: its tested grammar, our own storage (views into one buffer).
// In a chunked body that arrives byte by byte the library asserts a length that need not be there yet; without the
// assertion it asks for more, as it should.
#define BOOST_DISABLE_ASSERTS
#include "platform/http/wire.h"

#include <boost/beast/http/basic_parser.hpp>

#include "platform/http/target.h"

namespace cairn::http {

namespace beast = boost::beast;

struct Wire::Parser final : beast::http::basic_parser<true> {
  Request* request = nullptr;
  std::size_t limit = 0;
  bool in_body = false;
  bool too_large = false;
  bool sends_continue = false;

  Parser() {
    eager(true);
    header_limit(1 << 20);  // the connection limits the block before it comes here
    body_limit(boost::none);
  }

  void on_request_impl(beast::http::verb, beast::string_view method, beast::string_view target, int, beast::error_code&) override {
    request->method = method_of({method.data(), method.size()}).value_or(Method::other);
    request->target = {target.data(), target.size()};
  }
  void on_response_impl(int, beast::string_view, int, beast::error_code&) override {}
  void on_field_impl(beast::http::field, beast::string_view name, beast::string_view value, beast::error_code&) override {
    if (in_body) return;  // trailers say nothing that we would believe
    request->headers.push_back({{name.data(), name.size()}, {value.data(), value.size()}});
  }
  void on_header_impl(beast::error_code&) override { in_body = true; }
  void on_body_init_impl(const boost::optional<std::uint64_t>&, beast::error_code&) override {}
  std::size_t on_body_impl(beast::string_view bytes, beast::error_code& error) override { return keep(bytes, error); }
  void on_chunk_header_impl(std::uint64_t size, beast::string_view, beast::error_code& error) override {
    if (size > limit) refuse(error);
  }
  std::size_t on_chunk_body_impl(std::uint64_t, beast::string_view bytes, beast::error_code& error) override { return keep(bytes, error); }
  void on_finish_impl(beast::error_code&) override {}

  void refuse(beast::error_code& error) {
    too_large = true;
    error = beast::http::error::body_limit;
  }
  std::size_t keep(beast::string_view bytes, beast::error_code& error) {
    if (request->body.size() + bytes.size() > limit) {
      refuse(error);
      return 0;
    }
    request->body.append(bytes.data(), bytes.size());
    return bytes.size();
  }
};

namespace {

WireError bad(const char* code, const char* message) { return {400, code, message}; }

// Line endings must be CRLF throughout, nothing folded, no bytes that only confuse those who log or forward.
WireError check_bytes(std::string_view block) {
  for (std::size_t i = 0; i < block.size(); ++i) {
    const auto c = static_cast<unsigned char>(block[i]);
    if (c == '\n' && (i == 0 || block[i - 1] != '\r')) return bad("malformed_header", "A header line does not end with CR LF.");
    if (c == '\r' && (i + 1 >= block.size() || block[i + 1] != '\n')) return bad("malformed_header", "There is a lone CR in the header.");
    if ((c < 0x20 && c != '\r' && c != '\n' && c != '\t') || c == 0x7f) return bad("malformed_header", "There is a control character in the header.");
    if (c == '\n' && i + 1 < block.size() && (block[i + 1] == ' ' || block[i + 1] == '\t')) {
      return bad("folded_header", "Folded header lines are not accepted.");
    }
  }
  return {};
}

// Names in lower case, in place: the block belongs to the request.
void lower_names(Request& request) {
  for (auto& h : request.headers) {
    auto* name = request.head.data() + (h.name.data() - request.head.data());
    for (std::size_t i = 0; i < h.name.size(); ++i) {
      if (name[i] >= 'A' && name[i] <= 'Z') name[i] = static_cast<char>(name[i] + 32);
    }
    h.value = trim(h.value);
  }
}

std::size_t count_of(const Request& request, std::string_view name) {
  std::size_t n = 0;
  for (const auto& h : request.headers) n += h.name == name;
  return n;
}

WireError check_headers(const Request& request) {
  if (count_of(request, "host") != 1 || request.host().empty()) return bad("bad_host", "A request carries exactly one Host header.");
  for (const char c : request.host()) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == ':' ||
                       c == '[' || c == ']' || c == '_';
    if (!plain) return bad("bad_host", "The Host header is no host name.");
  }
  const auto lengths = count_of(request, "content-length");
  const auto codings = count_of(request, "transfer-encoding");
  if (lengths > 1 || codings > 1 || (lengths > 0 && codings > 0)) {
    return bad("ambiguous_length", "The length of the body is told in two ways.");
  }
  if (lengths == 1 && request.header("content-length").find_first_not_of("0123456789") != std::string_view::npos) {
    return bad("ambiguous_length", "Content-Length is not one number.");
  }
  if (codings == 1 && !same_ignoring_case(request.header("transfer-encoding"), "chunked")) {
    return {501, "transfer_coding", "Only the chunked transfer coding is known."};
  }
  for (const auto* once : {"authorization", "content-type", "origin", "if-match", "idempotency-key", "x-cairn", "last-event-id"}) {
    if (count_of(request, once) > 1) return bad("duplicate_header", "A header that may stand once stands twice.");
  }
  const auto expect = request.header("expect");
  if (!expect.empty() && !same_ignoring_case(expect, "100-continue")) return {417, "expectation", "Only 100-continue can be expected."};
  if (request.has("upgrade") && request.method == Method::other) return bad("upgrade", "There is nothing to upgrade to.");
  return {};
}

}  // namespace

Wire::Wire() = default;
Wire::~Wire() = default;
void Wire::reset() { parser_.reset(); }

WireError Wire::head(std::string_view block, Request& request) {
  request.headers.clear();
  request.body.clear();
  if (const auto error = check_bytes(block); error.status != 0) return error;
  request.head.assign(block);
  parser_ = std::make_unique<Parser>();
  parser_->request = &request;
  beast::error_code ec;
  // eager parsing stops by itself behind the header: the block holds nothing more
  const auto used = parser_->put(boost::asio::buffer(request.head), ec);
  if (ec == beast::http::error::bad_version) return {505, "http_version", "Only HTTP/1.0 and HTTP/1.1 are spoken here."};
  if (ec && ec != beast::http::error::need_more) return bad("malformed_request", "This is not a well-formed HTTP request.");
  if (!parser_->is_header_done() || used != request.head.size()) return bad("malformed_request", "This is not a well-formed HTTP request.");
  lower_names(request);
  if (const auto error = check_headers(request); error.status != 0) return error;
  auto target = parse_target(request.target);
  if (!target) return bad("bad_target", "The address is not a well-formed path and query.");
  request.path = std::move(target->path);
  request.query_text = target->query;
  parser_->sends_continue = request.has("expect");
  return {};
}

BodyKind Wire::body_kind() const {
  if (parser_->chunked()) return BodyKind::chunked;
  return parser_->content_length().value_or(0) > 0 ? BodyKind::sized : BodyKind::none;
}

std::uint64_t Wire::content_length() const { return parser_->content_length().value_or(0); }
bool Wire::keep_alive() const { return parser_->keep_alive(); }
bool Wire::expects_continue() const { return parser_->sends_continue; }
bool Wire::done() const { return parser_->is_done(); }

std::size_t Wire::body(std::string_view bytes, std::size_t limit, Request& request, WireError& error) {
  parser_->request = &request;
  parser_->limit = limit;
  std::size_t taken = 0;
  while (taken < bytes.size() && !parser_->is_done()) {
    beast::error_code ec;
    const auto n = parser_->put(boost::asio::buffer(bytes.data() + taken, bytes.size() - taken), ec);
    taken += n;
    if (parser_->too_large) {
      error = {413, "body_too_large", "The body is larger than this address takes."};
      return taken;
    }
    if (ec == beast::http::error::need_more) break;
    if (ec) {
      error = bad("malformed_body", "The chunks of the body are not well-formed.");
      return taken;
    }
    if (n == 0) break;
  }
  return taken;
}

std::size_t head_length(std::string_view buffer, std::size_t& from) {
  const auto at = buffer.find("\r\n\r\n", from > 3 ? from - 3 : 0);
  if (at != std::string_view::npos) return at + 4;
  from = buffer.size();
  return 0;
}

}  // namespace cairn::http
