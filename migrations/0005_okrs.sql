-- Objectives, key results, alignment, check-ins. `progress`, `attainment`, `confidence`, `current_*` and `checkins`
-- are caches of the engine's figures, written in the transaction that changed them; `cairn doctor` recomputes them.
CREATE TABLE objectives (
  id IDENTITY,
  title TEXT NOT NULL,
  description TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('committed', 'aspirational', 'learning')),
  level TEXT NOT NULL CHECK (level IN ('company', 'team', 'person')),
  state TEXT NOT NULL CHECK (state IN ('draft', 'active', 'achieved', 'partly_achieved', 'missed', 'dropped', 'carried_over')),
  cycle_id BIGINT NOT NULL REFERENCES cycles (id),
  team_id BIGINT REFERENCES teams (id),
  owner_id BIGINT REFERENCES people (id),
  weight DOUBLE PRECISION NOT NULL CHECK (weight >= 0),
  visibility TEXT NOT NULL CHECK (visibility IN ('organisation', 'team', 'people', 'private')),
  position DOUBLE PRECISION NOT NULL,
  manual_progress DOUBLE PRECISION,
  progress DOUBLE PRECISION,
  confidence DOUBLE PRECISION,
  score DOUBLE PRECISION,
  suggested_score DOUBLE PRECISION,
  closing_note TEXT NOT NULL,
  closed_at BIGINT,
  archived_at BIGINT,
  carried_from_id BIGINT REFERENCES objectives (id),
  created_by BIGINT REFERENCES people (id),
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  version BIGINT NOT NULL
);
CREATE INDEX objectives_by_cycle ON objectives (cycle_id);
CREATE INDEX objectives_by_team ON objectives (team_id);
CREATE INDEX objectives_by_owner ON objectives (owner_id);

CREATE TABLE objective_contributors (
  objective_id BIGINT NOT NULL REFERENCES objectives (id),
  person_id BIGINT NOT NULL REFERENCES people (id),
  PRIMARY KEY (objective_id, person_id)
);
CREATE INDEX objective_contributors_by_person ON objective_contributors (person_id);

-- Who may see an objective whose visibility is `people`.
CREATE TABLE objective_viewers (
  objective_id BIGINT NOT NULL REFERENCES objectives (id),
  person_id BIGINT NOT NULL REFERENCES people (id),
  PRIMARY KEY (objective_id, person_id)
);
CREATE INDEX objective_viewers_by_person ON objective_viewers (person_id);

CREATE TABLE key_results (
  id IDENTITY,
  objective_id BIGINT NOT NULL REFERENCES objectives (id),
  title TEXT NOT NULL,
  description TEXT NOT NULL,
  owner_id BIGINT REFERENCES people (id),
  metric TEXT NOT NULL CHECK (metric IN ('increase', 'decrease', 'at_least', 'at_most', 'between', 'zones', 'milestones', 'done', 'baseline')),
  unit TEXT NOT NULL,
  decimals INTEGER NOT NULL CHECK (decimals BETWEEN 0 AND 6),
  start_value DOUBLE PRECISION,
  target_value DOUBLE PRECISION,
  low_value DOUBLE PRECISION,
  high_value DOUBLE PRECISION,
  commit_value DOUBLE PRECISION,
  stretch_value DOUBLE PRECISION,
  risk_value DOUBLE PRECISION,
  zone_start TEXT,
  zone_commit TEXT,
  zone_target TEXT,
  zone_stretch TEXT,
  weight DOUBLE PRECISION NOT NULL CHECK (weight >= 0),
  share DOUBLE PRECISION,
  starts_on TEXT,
  due_on TEXT,
  cadence_weeks INTEGER,
  source TEXT NOT NULL CHECK (source IN ('check_ins', 'aligned')),
  position DOUBLE PRECISION NOT NULL,
  current_value DOUBLE PRECISION,
  current_at BIGINT,
  attainment DOUBLE PRECISION,
  progress DOUBLE PRECISION,
  confidence INTEGER,
  checkins BIGINT NOT NULL,
  archived_at BIGINT,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  version BIGINT NOT NULL
);
CREATE INDEX key_results_by_objective ON key_results (objective_id);
CREATE INDEX key_results_by_owner ON key_results (owner_id);

CREATE TABLE key_result_contributors (
  key_result_id BIGINT NOT NULL REFERENCES key_results (id),
  person_id BIGINT NOT NULL REFERENCES people (id),
  PRIMARY KEY (key_result_id, person_id)
);
CREATE INDEX key_result_contributors_by_person ON key_result_contributors (person_id);

CREATE TABLE milestones (
  id IDENTITY,
  key_result_id BIGINT NOT NULL REFERENCES key_results (id),
  title TEXT NOT NULL,
  weight DOUBLE PRECISION NOT NULL CHECK (weight >= 0),
  done_on TEXT,
  position DOUBLE PRECISION NOT NULL
);
CREATE INDEX milestones_by_key_result ON milestones (key_result_id);

-- Revised targets, oldest first by from_on; the first target stays on the key result.
CREATE TABLE key_result_targets (
  id IDENTITY,
  key_result_id BIGINT NOT NULL REFERENCES key_results (id),
  from_on TEXT NOT NULL,
  start_value DOUBLE PRECISION NOT NULL,
  target_value DOUBLE PRECISION NOT NULL,
  why TEXT NOT NULL,
  author_id BIGINT REFERENCES people (id),
  created_at BIGINT NOT NULL,
  UNIQUE (key_result_id, from_on)
);

-- Phased targets: the expected value at a date, instead of the straight line.
CREATE TABLE key_result_phases (
  key_result_id BIGINT NOT NULL REFERENCES key_results (id),
  on_date TEXT NOT NULL,
  expected_value DOUBLE PRECISION NOT NULL,
  PRIMARY KEY (key_result_id, on_date)
);

-- One row a link, from the contributing objective up (or across) to an objective or a key result.
CREATE TABLE links (
  id IDENTITY,
  kind TEXT NOT NULL CHECK (kind IN ('contributes', 'supports', 'depends_on')),
  from_id BIGINT NOT NULL REFERENCES objectives (id),
  to_objective_id BIGINT REFERENCES objectives (id),
  to_key_result_id BIGINT REFERENCES key_results (id),
  weight DOUBLE PRECISION NOT NULL CHECK (weight >= 0),
  state TEXT CHECK (state IN ('asked', 'agreed', 'blocked', 'done')),
  created_at BIGINT NOT NULL,
  version BIGINT NOT NULL,
  CHECK ((to_objective_id IS NULL) <> (to_key_result_id IS NULL))
);
CREATE UNIQUE INDEX links_once_to_objective ON links (kind, from_id, to_objective_id) WHERE to_objective_id IS NOT NULL;
CREATE UNIQUE INDEX links_once_to_key_result ON links (kind, from_id, to_key_result_id) WHERE to_key_result_id IS NOT NULL;
CREATE INDEX links_by_from ON links (from_id);
CREATE INDEX links_by_to_objective ON links (to_objective_id);
CREATE INDEX links_by_to_key_result ON links (to_key_result_id);

-- Append-only: an edit by its author replaces the texts here and keeps the old ones in the activity log.
CREATE TABLE checkins (
  id IDENTITY,
  key_result_id BIGINT NOT NULL REFERENCES key_results (id),
  author_id BIGINT REFERENCES people (id),
  value DOUBLE PRECISION NOT NULL,
  confidence INTEGER CHECK (confidence BETWEEN 0 AND 10),
  happened TEXT NOT NULL,
  blocked TEXT NOT NULL,
  next_steps TEXT NOT NULL,
  effective_at BIGINT NOT NULL,
  recorded_at BIGINT NOT NULL,
  edited_at BIGINT,
  version BIGINT NOT NULL
);
CREATE INDEX checkins_by_key_result ON checkins (key_result_id, effective_at, id);
CREATE INDEX checkins_by_author ON checkins (author_id, recorded_at);

CREATE TABLE imports (
  id IDENTITY,
  person_id BIGINT REFERENCES people (id),
  file_name TEXT NOT NULL,
  mapping TEXT NOT NULL,
  created_objectives BIGINT NOT NULL,
  created_key_results BIGINT NOT NULL,
  created_checkins BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  undone_at BIGINT
);

CREATE TABLE import_items (
  import_id BIGINT NOT NULL REFERENCES imports (id),
  subject_type TEXT NOT NULL,
  subject_id BIGINT NOT NULL,
  row_number BIGINT NOT NULL,
  PRIMARY KEY (import_id, subject_type, subject_id)
);
