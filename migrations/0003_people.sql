-- People, how they sign in, and what they may do. Written by the slice `people`; sessions, links and tokens by `sessions` and `tokens`.
CREATE TABLE organisation (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  name TEXT NOT NULL,
  timezone TEXT NOT NULL,
  locale TEXT NOT NULL CHECK (locale IN ('en', 'de')),
  week_start INTEGER NOT NULL CHECK (week_start BETWEEN 1 AND 7),
  fiscal_year_start_month INTEGER NOT NULL CHECK (fiscal_year_start_month BETWEEN 1 AND 12),
  policy TEXT NOT NULL,
  objectives_per_owner_limit INTEGER NOT NULL,
  objectives_per_team_limit INTEGER NOT NULL,
  key_results_min INTEGER NOT NULL,
  key_results_max INTEGER NOT NULL,
  limits_mode TEXT NOT NULL CHECK (limits_mode IN ('off', 'advice', 'hard')),
  created_at BIGINT NOT NULL,
  version BIGINT NOT NULL
);

CREATE TABLE people (
  id IDENTITY,
  name TEXT NOT NULL,
  email TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('admin', 'people_admin', 'champion', 'member', 'viewer', 'guest', 'auditor')),
  manager_id BIGINT REFERENCES people (id),
  state TEXT NOT NULL CHECK (state IN ('invited', 'active', 'deactivated')),
  locale TEXT CHECK (locale IN ('en', 'de')),
  timezone TEXT,
  password_hash TEXT,
  password_changed_at BIGINT,
  deactivated_at BIGINT,
  -- counts up when password, role or state change: sessions that began under another number are over
  session_epoch BIGINT NOT NULL DEFAULT 0,
  created_at BIGINT NOT NULL,
  version BIGINT NOT NULL
);
CREATE INDEX people_by_manager ON people (manager_id);

CREATE TABLE sessions (
  id IDENTITY,
  token_hash TEXT NOT NULL UNIQUE,
  person_id BIGINT NOT NULL REFERENCES people (id),
  epoch BIGINT NOT NULL,
  user_agent TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  last_seen_at BIGINT NOT NULL,
  ends_at BIGINT NOT NULL
);
CREATE INDEX sessions_by_person ON sessions (person_id);

-- Failed sign-ins, counted per e-mail address and per known device (key = 'email:…' or 'device:…').
CREATE TABLE sign_in_guards (
  key TEXT PRIMARY KEY,
  failures INTEGER NOT NULL,
  last_failed_at BIGINT NOT NULL
);

-- Set-up, invitation and password-reset links; the token itself is never stored.
CREATE TABLE one_time_links (
  token_hash TEXT PRIMARY KEY,
  purpose TEXT NOT NULL CHECK (purpose IN ('setup', 'invitation', 'password_reset')),
  person_id BIGINT REFERENCES people (id),
  created_at BIGINT NOT NULL,
  ends_at BIGINT NOT NULL,
  used_at BIGINT
);

CREATE TABLE api_tokens (
  id IDENTITY,
  person_id BIGINT NOT NULL REFERENCES people (id),
  name TEXT NOT NULL,
  token_hash TEXT NOT NULL UNIQUE,
  hint TEXT NOT NULL,
  scopes INTEGER NOT NULL,
  created_at BIGINT NOT NULL,
  ends_at BIGINT NOT NULL,
  last_used_at BIGINT,
  revoked_at BIGINT
);
CREATE INDEX api_tokens_by_person ON api_tokens (person_id);

CREATE TABLE saved_views (
  id IDENTITY,
  person_id BIGINT NOT NULL REFERENCES people (id),
  name TEXT NOT NULL,
  page TEXT NOT NULL,
  query TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  UNIQUE (person_id, page, name)
);
