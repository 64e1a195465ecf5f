// What entries are about, and who may know.
#include "features/feed/scope.h"

#include "platform/json/json.h"

namespace cairn::feed {

namespace {

template <class IdType>
std::string text_of(std::int64_t id) {
  return IdType{id}.text();
}

// Where a link started that is no more: its payload says.
ObjectiveId from_in(const activity::Entry& entry) {
  if (entry.payload.empty()) return {};
  const json::Document document = json::parse_document(entry.payload);
  for (const char* side : {"before", "after"}) {
    const json::Value& from = document.value[side]["from"];
    if (const auto id = ObjectiveId::parse(from.string())) return *id;
  }
  return {};
}

}  // namespace

std::string id_text(const activity::Subject& s) {
  if (s.type == "objective") return text_of<ObjectiveId>(s.id);
  if (s.type == "key_result") return text_of<KeyResultId>(s.id);
  if (s.type == "checkin") return text_of<CheckinId>(s.id);
  if (s.type == "link") return text_of<LinkId>(s.id);
  if (s.type == "person") return text_of<PersonId>(s.id);
  if (s.type == "team") return text_of<TeamId>(s.id);
  if (s.type == "cycle") return text_of<CycleId>(s.id);
  if (s.type == "import") return text_of<ImportId>(s.id);
  return {};
}

Scope::Scope(db::Tx& tx, const graph::Picture& picture, std::span<const activity::Entry> entries) : picture_(picture) {
  std::vector<std::int64_t> checkins;
  for (const activity::Entry& entry : entries) {
    if (entry.subject.type == "checkin") checkins.push_back(entry.subject.id);
    if (entry.subject.type != "link" || picture.from_of(LinkId{entry.subject.id})) continue;
    if (const ObjectiveId from = from_in(entry)) links_[entry.subject.id] = from;
  }
  if (checkins.empty()) return;
  for (db::Row& row : tx.query("SELECT id, key_result_id FROM checkins WHERE id IN ($1)", checkins)) {
    const auto id = row.next<std::int64_t>();
    checkins_[id] = row.next<KeyResultId>();
  }
}

KeyResultId Scope::key_result_of(const activity::Subject& s) const {
  if (s.type == "key_result") return KeyResultId{s.id};
  if (s.type != "checkin") return {};
  const auto found = checkins_.find(s.id);
  return found == checkins_.end() ? KeyResultId{} : found->second;
}

ObjectiveId Scope::objective_of(const activity::Subject& s) const {
  if (s.type == "objective") return picture_.objective(ObjectiveId{s.id}) ? ObjectiveId{s.id} : ObjectiveId{};
  if (s.type == "link") {
    if (const ObjectiveId from = picture_.from_of(LinkId{s.id})) return from;
    const auto found = links_.find(s.id);
    return found == links_.end() ? ObjectiveId{} : found->second;
  }
  const graph::KeyResult* kr = picture_.key_result(key_result_of(s));
  return kr ? kr->objective : ObjectiveId{};
}

rows::SubjectRef Scope::describe(const activity::Subject& s) const {
  rows::SubjectRef out{s.type, id_text(s), {}};
  const auto title = [&](const auto* row, auto member) {
    if (row) out.title = picture_.text(row->*member);
  };
  if (const KeyResultId kr = key_result_of(s)) title(picture_.key_result(kr), &graph::KeyResult::title);
  else if (s.type == "objective" || s.type == "link") title(picture_.objective(objective_of(s)), &graph::Objective::title);
  else if (s.type == "person") title(picture_.person(PersonId{s.id}), &graph::Person::name);
  else if (s.type == "team") title(picture_.team(TeamId{s.id}), &graph::Team::name);
  else if (s.type == "cycle") title(picture_.cycle(CycleId{s.id}), &graph::Cycle::name);
  else if (s.type == "organisation") out.title = picture_.organisation().name;
  return out;
}

bool Scope::visible(const engine::Actor& actor, const activity::Entry& entry) const {
  const activity::Subject& s = entry.subject;
  if (s.type == "objective" || s.type == "key_result" || s.type == "checkin" || s.type == "link")
    return picture_.readable(actor, objective_of(s));
  if (entry.kind.starts_with("person.password") || entry.kind.starts_with("session.") || entry.kind.starts_with("token."))
    return false;
  if (s.type == "person") return engine::may_see_directory(actor) || s.id == actor.person.value;
  if (s.type == "team") return engine::may_see_directory(actor);
  if (s.type == "cycle" || s.type == "organisation") return engine::may_see_directory(actor);  // it names who did it
  if (s.type == "import") return engine::may_import(actor);
  return false;
}

namespace {

void append_named(std::string& out, const graph::Picture& picture, const engine::Actor& actor, const json::Value& value);

// out: false where the text is no id
bool append_id(std::string& out, const graph::Picture& picture, const engine::Actor& actor, const std::string& text) {
  const auto name = [&](const auto* row, auto member) {
    if (row) json::append_string(out, picture.text(row->*member));
    else out += "null";
    return true;
  };
  if (const auto id = PersonId::parse(text)) return name(picture.person(*id), &graph::Person::name);
  if (const auto id = TeamId::parse(text)) return name(picture.team(*id), &graph::Team::name);
  if (const auto id = CycleId::parse(text)) return name(picture.cycle(*id), &graph::Cycle::name);
  if (const auto id = ObjectiveId::parse(text))
    return name(picture.readable(actor, *id) ? picture.objective(*id) : nullptr, &graph::Objective::title);
  if (const auto id = KeyResultId::parse(text)) {
    const graph::KeyResult* kr = picture.key_result(*id);
    return name(kr && picture.readable(actor, kr->objective) ? kr : nullptr, &graph::KeyResult::title);
  }
  return false;
}

void append_named(std::string& out, const graph::Picture& picture, const engine::Actor& actor, const json::Value& value) {
  if (value.is_string()) {
    if (!append_id(out, picture, actor, value.string())) json::append(out, value);
  } else if (value.is_array()) {
    out += '[';
    for (const json::Value& item : value.items()) {
      if (&item != value.items().data()) out += ',';
      append_named(out, picture, actor, item);
    }
    out += ']';
  } else {
    json::append(out, value);
  }
}

}  // namespace

std::string with_names(const graph::Picture& picture, const engine::Actor& actor, std::string_view json_value) {
  if (json_value.empty() || (json_value.front() != '"' && json_value.front() != '[')) return std::string(json_value);
  std::string out;
  append_named(out, picture, actor, json::parse_document(json_value).value);
  return out;
}

}  // namespace cairn::feed
