// Problem documents (RFC 9457): what every refusal looks like.
#pragma once
#include <string>
#include <string_view>

#include "base/failure.h"
#include "platform/http/reply.h"

namespace cairn::http {

int status_of(Fault fault);
std::string_view title_of(int status);  // "Not Found"
Reply problem(const Failure& failure, std::string_view request_id);
Reply problem(int status, std::string_view code, std::string_view detail, std::string_view request_id);

}  // namespace cairn::http
