// Routes of check-ins.
#include "features/checkins/checkins.h"
#include "features/rules.h"

namespace cairn::checkins {

using http::Call, http::Method, http::Rate, http::Reply, http::Run, http::Scope;
namespace rules = features::rules;

namespace {

void reading_routes(http::Registry& registry, features::App& app) {
  registry.add(http::route(Method::get, "/key-results/{id}/checkins")
                   .summary("The check-ins of a key result, newest first").tag("check-ins")
                   .rule(rules::signed_in).scope(Scope::read).rate(Rate::read).runs(Run::read)
                   .query<okrs::HistoryQuery>().answers<CheckinPage>().handle([&app](Call& call) {
                     features::Context ctx = features::context(call, app);
                     return Reply::json(list(ctx, call.id<KeyResultId>("id"), call.query<okrs::HistoryQuery>()));
                   }));
  registry.add(http::route(Method::get, "/checkins/{id}")
                   .summary("A check-in").tag("check-ins")
                   .rule(rules::signed_in).scope(Scope::read).rate(Rate::read).runs(Run::read)
                   .answers<Checkin>().handle([&app](Call& call) {
                     features::Context ctx = features::context(call, app);
                     const Checkin checkin = read(ctx, call.id<CheckinId>("id"));
                     return Reply::json(checkin).version(checkin.version);
                   }));
  registry.add(http::route(Method::get, "/checkins/{id}/history")
                   .summary("What a check-in said before it was edited").tag("check-ins")
                   .rule(rules::signed_in).scope(Scope::read).rate(Rate::read).runs(Run::read)
                   .query<okrs::HistoryQuery>().answers<okrs::HistoryPage>().handle([&app](Call& call) {
                     features::Context ctx = features::context(call, app);
                     const Checkin checkin = read(ctx, call.id<CheckinId>("id"));
                     return Reply::json(okrs::history(call.tx(), {{"checkin", checkin.id}, checkin.id.text(), checkin.key_result.title, {}},
                                                      call.query<okrs::HistoryQuery>()));
                   }));
  registry.add(http::route(Method::post, "/key-results/{id}/preview")
                   .summary("What a check-in would come to; nothing is written").tag("check-ins")
                   .rule(rules::signed_in).scope(Scope::read).rate(Rate::read).runs(Run::slow)
                   .body<PreviewPost>().answers<Preview>().handle([&app](Call& call) {
                     features::Context ctx = features::context(call, app);
                     return Reply::json(preview(ctx, call.id<KeyResultId>("id"), call.body<PreviewPost>()));
                   }));
}

}  // namespace

void routes(http::Registry& registry, features::App& app) {
  reading_routes(registry, app);
  registry.add(http::route(Method::post, "/key-results/{id}/checkins")
                   .summary("Check in").tag("check-ins")
                   .rule(rules::signed_in).scope(Scope::write).rate(Rate::write).runs(Run::write)
                   .body<CheckinPost>().answers<CheckinAnswer>(201).handle([&app](Call& call) {
                     features::Context ctx = features::context(call, app);
                     const CheckinAnswer posted = post_checkin(ctx, call.id<KeyResultId>("id"), call.body<CheckinPost>());
                     return Reply::json(posted, 201).version(posted.checkin.version);
                   }));
  registry.add(http::route(Method::patch, "/checkins/{id}")
                   .summary("Correct a check-in; what it said stays in its history").tag("check-ins")
                   .rule(rules::signed_in).scope(Scope::write).rate(Rate::write).runs(Run::write)
                   .body<CheckinPatch>().needs_if_match().answers<CheckinAnswer>().handle([&app](Call& call) {
                     features::Context ctx = features::context(call, app);
                     const CheckinAnswer edited = edit_checkin(ctx, call.id<CheckinId>("id"), call.if_match(), call.body<CheckinPatch>());
                     return Reply::json(edited).version(edited.checkin.version);
                   }));
}

}  // namespace cairn::checkins
