#include "platform/http/pages.h"
namespace cairn::http { std::string_view docs_html() { return ""; } std::string_view docs_script() { return ""; } std::string_view docs_style() { return ""; } }
