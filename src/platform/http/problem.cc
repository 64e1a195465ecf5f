// Failures to problem documents.
#include "platform/http/problem.h"

namespace cairn::http {
namespace {

void add(std::string& out, std::string_view key, std::string_view value) {
  out += ",\"";
  out += key;
  out += "\":";
  json::append_string(out, value);
}

void add_fields(std::string& out, const std::vector<Problem>& fields) {
  out += ",\"fields\":[";
  for (std::size_t i = 0; i < fields.size(); ++i) {
    out += i == 0 ? "{\"field\":" : ",{\"field\":";
    json::append_string(out, fields[i].field);
    add(out, "code", fields[i].code);
    add(out, "message", fields[i].message);
    out += '}';
  }
  out += ']';
}

Reply document(int status, std::string_view code, std::string_view detail, std::string_view request_id) {
  Reply reply{.status = status, .type = "application/problem+json"};
  auto& out = reply.body;
  out.reserve(256);
  out += "{\"type\":\"about:blank\"";
  add(out, "title", title_of(status));
  out += ",\"status\":" + std::to_string(status);
  add(out, "detail", detail);
  add(out, "code", code);
  add(out, "request_id", request_id);
  return reply;
}

}  // namespace

int status_of(Fault fault) {
  switch (fault) {
    case Fault::bad_request: return 400;
    case Fault::unauthenticated: return 401;
    case Fault::forbidden: return 403;
    case Fault::not_found: return 404;
    case Fault::conflict: return 409;
    case Fault::precondition_failed: return 412;
    case Fault::too_large: return 413;
    case Fault::unsupported_media: return 415;
    case Fault::unprocessable: return 422;
    case Fault::precondition_required: return 428;
    case Fault::too_many: return 429;
    case Fault::unavailable: return 503;
    case Fault::storage_full: return 507;
  }
  return 500;
}

std::string_view title_of(int status) {
  switch (status) {
    case 200: return "OK";
    case 201: return "Created";
    case 202: return "Accepted";
    case 204: return "No Content";
    case 303: return "See Other";
    case 304: return "Not Modified";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 412: return "Precondition Failed";
    case 413: return "Content Too Large";
    case 415: return "Unsupported Media Type";
    case 417: return "Expectation Failed";
    case 422: return "Unprocessable Content";
    case 428: return "Precondition Required";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 501: return "Not Implemented";
    case 503: return "Service Unavailable";
    case 505: return "HTTP Version Not Supported";
    case 507: return "Insufficient Storage";
    default: return status < 400 ? "OK" : status < 500 ? "Bad Request" : "Internal Server Error";
  }
}

Reply problem(const Failure& failure, std::string_view request_id) {
  Reply reply = document(status_of(failure.fault), failure.code, failure.message, request_id);
  if (!failure.fields.empty()) add_fields(reply.body, failure.fields);
  if (failure.details_json.size() > 2 && failure.details_json.front() == '{') {
    reply.body += ',';
    reply.body.append(failure.details_json, 1, failure.details_json.size() - 2);
  }
  reply.body += '}';
  if (failure.retry_after_s > 0) {
    reply.headers.emplace_back("Retry-After", std::to_string(failure.retry_after_s));
  } else if (reply.status == 429 || reply.status == 503) {
    reply.headers.emplace_back("Retry-After", "1");
  }
  if (reply.status == 401) reply.headers.emplace_back("WWW-Authenticate", "Bearer realm=\"cairn\"");
  return reply;
}

Reply problem(int status, std::string_view code, std::string_view detail, std::string_view request_id) {
  Reply reply = document(status, code, detail, request_id);
  reply.body += '}';
  if (status == 429 || status == 503) reply.headers.emplace_back("Retry-After", "1");
  return reply;
}

}  // namespace cairn::http
