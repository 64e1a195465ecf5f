// What a request must satisfy before its handler is called. All of them throw Failure.
#pragma once
#include <string>
#include <vector>

#include "platform/http/exchange.h"

namespace cairn::http {

bool is_unsafe(Method method);
bool has_credentials(const Request& request);
// fails: 400 two_credentials; 401 for an Authorization that is no bearer token
void check_credentials(const Request& request);
// fails: 401 unauthenticated, 403 forbidden, 403 scope_missing
void check_rights(const Route& route, const Principal& principal);
// Requests that a browser sends by itself never change anything. fails: 403 csrf
void check_same_site(const Request& request, const std::vector<std::string>& origins);
// Binds query and body. fails: 415, 400 or 422 with all problems
void bind_inputs(Exchange& exchange, const Route& route);

}  // namespace cairn::http
