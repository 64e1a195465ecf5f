// Cookie headers and the other lists in headers: names and values are pieces of the header itself.
#include "fuzz/target.h"
#include "platform/http/target.h"

namespace cairn::http {
namespace {

bool within(std::string_view part, std::string_view whole) {
  return part.empty() || (part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size());
}

CAIRN_FUZZ_TARGET(cookies, {"__Host-cairn=abc; theme=dark", "a=b;c=\"d e\"; =x; y; z=", ";;;===", "a=1;a=2", "gzip, br;q=0.5, *;q=0", "W/\"1\", \"2\", *",
                            "br;q=", "identity;q=0, gzip;q=1.000;x", "\"", "a=b\r\nSet-Cookie: c"}) {
  for (const auto& [name, value] : parse_cookies(bytes)) {
    CAIRN_HOLD(!name.empty());
    CAIRN_HOLD(within(name, bytes) && within(value, bytes));
    CAIRN_HOLD(name.find(';') == std::string_view::npos && value.find(';') == std::string_view::npos);
  }
  accepts_coding(bytes, "br");
  names_tag(bytes, "\"1\"");
  CAIRN_HOLD(within(trim(bytes), bytes));
}

}  // namespace
}  // namespace cairn::http
