// The HTTP layer as slices see it: routes, calls, replies. `server.h` starts it, `metrics.h` counts.
#pragma once
#include "platform/http/call.h"
#include "platform/http/reply.h"
#include "platform/http/request.h"
#include "platform/http/route.h"
#include "platform/http/stream.h"
