-- Teams as a tree; cycles. Written by the slices `teams` and `cycles`.
CREATE TABLE teams (
  id IDENTITY,
  name TEXT NOT NULL,
  description TEXT NOT NULL,
  parent_id BIGINT REFERENCES teams (id),
  lead_id BIGINT REFERENCES people (id),
  archived_at BIGINT,
  created_at BIGINT NOT NULL,
  version BIGINT NOT NULL
);
CREATE INDEX teams_by_parent ON teams (parent_id);

CREATE TABLE team_members (
  team_id BIGINT NOT NULL REFERENCES teams (id),
  person_id BIGINT NOT NULL REFERENCES people (id),
  PRIMARY KEY (team_id, person_id)
);
CREATE INDEX team_members_by_person ON team_members (person_id);

CREATE TABLE cycles (
  id IDENTITY,
  name TEXT NOT NULL UNIQUE,
  starts_on TEXT NOT NULL,
  ends_on TEXT NOT NULL,
  parent_id BIGINT REFERENCES cycles (id),
  check_in_weekday INTEGER NOT NULL CHECK (check_in_weekday BETWEEN 1 AND 7),
  check_in_every_weeks INTEGER NOT NULL CHECK (check_in_every_weeks BETWEEN 1 AND 13),
  state TEXT NOT NULL CHECK (state IN ('planning', 'active', 'review', 'closed')),
  policy TEXT,
  closed_at BIGINT,
  created_at BIGINT NOT NULL,
  version BIGINT NOT NULL
);
