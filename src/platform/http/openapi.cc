#include "platform/http/route.h"
namespace cairn::http { std::string openapi(const Registry&, std::string_view, std::string_view) { return "{}"; } }
