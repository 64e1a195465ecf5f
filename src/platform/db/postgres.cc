// PostgreSQL: the only file that knows libpq.
#include "platform/db/connection.h"
namespace cairn::db { Driver postgres_driver(const Options&) { fail_unavailable(); } }
