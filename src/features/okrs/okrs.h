// What objectives, key results, alignment and check-ins share: the rows and their SQL, loading with the access checks,
// the figures kept on rows and their roll-up, and the references that answers show. It has no routes of its own.
#pragma once
#include "features/okrs/access.h"
#include "features/okrs/change.h"
#include "features/okrs/explanation.h"
#include "features/okrs/figures.h"
#include "features/okrs/history.h"
#include "features/okrs/metric.h"
#include "features/okrs/place.h"
#include "features/okrs/present.h"
#include "features/okrs/records.h"
#include "features/okrs/store.h"
