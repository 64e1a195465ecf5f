// Puts an answer into bytes: the header is written by hand, which costs a quarter less than a header object.
#pragma once
#include <string>
#include <string_view>

#include "platform/http/exchange.h"

namespace cairn::http {

struct HeadFacts {
  std::string_view date;  // IMF-fixdate
  bool keep_alive = true;
};

// Codes the reply's body when the client accepts it and it is worth it. out: in exchange.reply and exchange.coding
void squeeze(Exchange& exchange);
void append_head(std::string& out, const Exchange& exchange, std::size_t body_bytes, const HeadFacts& facts);
// The head of an event stream.
void append_stream_head(std::string& out, const Exchange& exchange, std::string_view date);
std::string http_date(std::int64_t seconds);
std::string new_request_id();

}  // namespace cairn::http
