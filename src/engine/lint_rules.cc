// The linter's rules as data: id, severity, why it matters, how to mend it, in English and German.
#include <algorithm>
#include <array>

#include "engine/lint.h"

namespace cairn::engine {
namespace {

using enum Severity;

constexpr std::array rules{
    LintRule{"measurable.no_metric", warning, false, "A key result without a metric cannot be checked in on.", "Give it a number, milestones, or done / not done.",
             "Ohne Messgrösse lässt sich kein Stand melden.", "Eine Zahl, Meilensteine oder erledigt / nicht erledigt angeben."},
    LintRule{"measurable.no_start", error, false, "Without a start nobody can tell how far it has come.", "Enter today's value; if it is not known, measure it first as a baseline.",
             "Ohne Startwert ist kein Fortschritt bestimmbar.", "Den heutigen Wert eintragen; ist er unbekannt, zuerst eine Basislinie messen."},
    LintRule{"measurable.start_equals_target", error, false, "Start and target are the same, so nothing would change.", "Set a target that differs from the start, or hold a bound with at_least or at_most.",
             "Start und Ziel sind gleich, es änderte sich nichts.", "Ein anderes Ziel setzen, oder eine Grenze mit at_least oder at_most halten."},
    LintRule{"measurable.wrong_direction", error, false, "The target lies on the wrong side of the start.", "Swap them, or change between increase and decrease.",
             "Das Ziel liegt auf der falschen Seite des Starts.", "Tauschen, oder zwischen increase und decrease wechseln."},
    LintRule{"measurable.unsound", error, false, "The metric's numbers contradict one another.", "Bring its marks and thresholds into order.",
             "Die Zahlen der Messgrösse widersprechen sich.", "Marken und Schwellen in Reihenfolge bringen."},
    LintRule{"measurable.binary", advice, false, "The title names a number, but the metric is only done or not done.", "Measure the number, so that progress shows on the way.",
             "Der Titel nennt eine Zahl, gemessen wird aber nur erledigt oder nicht.", "Die Zahl messen, damit Fortschritt unterwegs sichtbar wird."},
    LintRule{"measurable.vague", advice, true, "It says which way, but not how far.", "Add a metric with start and target.",
             "Es sagt wohin, aber nicht wie weit.", "Eine Messgrösse mit Start und Ziel ergänzen."},
    LintRule{"outcome.output_verb", advice, true, "This names something made, not what changes because of it.", "Ask what will be different for whom once it is there, and measure that.",
             "Das nennt etwas Gemachtes, nicht was sich dadurch ändert.", "Fragen, was danach für wen anders ist, und das messen."},
    LintRule{"outcome.output_state", advice, true, "This tells that something exists, not what changes because of it.", "Ask who notices that it is there, by what number.",
             "Das sagt, dass etwas da ist, nicht was sich dadurch ändert.", "Fragen, wer an welcher Zahl merkt, dass es da ist."},
    LintRule{"outcome.activity_verb", advice, true, "Being busy has no end that could be checked.", "Name the result that the activity is meant to bring.",
             "Beschäftigt sein hat kein prüfbares Ende.", "Das Ergebnis nennen, das die Tätigkeit bringen soll."},
    LintRule{"ambition.already_reached", warning, false, "The target was already reached at the start.", "Set a target that still has to be worked for.",
             "Das Ziel war schon am Anfang erreicht.", "Ein Ziel setzen, für das noch gearbeitet werden muss."},
    LintRule{"ambition.within_noise", advice, false, "The way to the target is smaller than the metric's usual ups and downs.", "Aim beyond the noise, or measure over a longer time.",
             "Der Weg zum Ziel ist kleiner als die üblichen Schwankungen.", "Über das Rauschen hinaus zielen, oder länger messen."},
    LintRule{"ambition.committed_without_history", advice, false, "A commitment on a metric that nobody has measured yet.", "Measure it once before committing, or make the objective aspirational.",
             "Eine Zusage auf eine noch nie gemessene Grösse.", "Vor der Zusage einmal messen, oder das Objective als ambitioniert führen."},
    LintRule{"clarity.long_title", advice, true, "A long title is not remembered.", "Keep the goal, move the rest into the description.",
             "Ein langer Titel bleibt nicht im Gedächtnis.", "Das Ziel behalten, den Rest in die Beschreibung."},
    LintRule{"clarity.short_title", advice, true, "Too short for others to know what is meant.", "Say what will be true when it is met.",
             "Zu kurz, als dass andere wissen, was gemeint ist.", "Sagen, was gilt, wenn es erreicht ist."},
    LintRule{"clarity.jargon", advice, true, "This word sounds like more than it says.", "Say it as you would to a new colleague.",
             "Dieses Wort klingt nach mehr, als es sagt.", "So sagen, wie man es einer neuen Kollegin sagte."},
    LintRule{"clarity.several_goals", advice, true, "Two goals in one title cannot be judged apart.", "Make two of it.",
             "Zwei Ziele in einem Titel lassen sich nicht getrennt beurteilen.", "Zwei daraus machen."},
    LintRule{"clarity.placeholder", advice, true, "Something is still to be filled in.", "Put the number or name in.",
             "Hier fehlt noch etwas.", "Zahl oder Namen einsetzen."},
    LintRule{"clarity.metric_in_objective", advice, true, "A number in an objective is a key result in disguise.", "Say in the objective why it matters, and move the number into a key result.",
             "Eine Zahl im Objective ist ein verkleidetes Key Result.", "Im Objective sagen, warum es zählt; die Zahl gehört in ein Key Result."},
    LintRule{"clarity.task_in_objective", advice, true, "This is a task rather than an objective.", "Say what the task is meant to achieve.",
             "Das ist eher eine Aufgabe als ein Objective.", "Sagen, was die Aufgabe erreichen soll."},
    LintRule{"ownership.no_owner", warning, false, "What nobody owns is nobody's concern.", "Name one person.", "Was niemandem gehört, kümmert niemanden.", "Eine Person nennen."},
    LintRule{"ownership.group_owner", warning, false, "A group is not accountable.", "Name one person of the group; the others are contributors.",
             "Eine Gruppe ist nicht verantwortlich.", "Eine Person der Gruppe nennen; die anderen tragen bei."},
    LintRule{"ownership.inactive_owner", warning, false, "Its owner is no longer active.", "Hand it over.", "Die verantwortliche Person ist nicht mehr aktiv.", "Übergeben."},
    LintRule{"alignment.no_parent", advice, false, "It is not tied to anything above it.", "Link it to the objective it serves, or say that it stands alone.",
             "Es hängt an nichts Übergeordnetem.", "Mit dem Objective verbinden, dem es dient."},
    LintRule{"alignment.other_cycle", warning, false, "It contributes to an objective of another time.", "Link it to the parent's successor, or move it.",
             "Es trägt zu einem Objective aus einer anderen Zeit bei.", "Mit dem Nachfolger verbinden, oder verschieben."},
    LintRule{"limits.too_many_objectives", advice, false, "Many objectives share little attention.", "Rank them and park the last.", "Viele Objectives teilen sich wenig Aufmerksamkeit.", "Reihen und die letzten parken."},
    LintRule{"limits.too_few_key_results", advice, false, "One measure rarely tells whether an objective is met.", "Add a second view on it: two to five key results.",
             "Eine Messgrösse sagt selten, ob ein Objective erreicht ist.", "Zwei bis fünf Key Results angeben."},
    LintRule{"limits.too_many_key_results", advice, false, "Many key results blur what matters.", "Keep the five that would convince you.", "Viele Key Results verwischen, was zählt.", "Die fünf behalten, die überzeugen."},
    LintRule{"time.due_outside_cycle", error, false, "The due date lies outside the cycle.", "Move the date, or the key result to another cycle.", "Das Datum liegt ausserhalb des Zyklus.", "Datum oder Zyklus ändern."},
    LintRule{"time.due_passed", warning, false, "The due date has passed.", "Close it, or agree on a new date with a reason.", "Das Datum ist vorbei.", "Abschliessen, oder mit Begründung ein neues Datum vereinbaren."},
    LintRule{"time.no_cycle", advice, false, "Without a cycle nothing can be expected by a date.", "Put it into a cycle.", "Ohne Zyklus lässt sich nichts auf ein Datum erwarten.", "Einem Zyklus zuordnen."},
    LintRule{"time.check_in_outside_cycle", advice, false, "A check-in lies outside the cycle.", "Check its date.", "Ein Check-in liegt ausserhalb des Zyklus.", "Das Datum prüfen."},
    LintRule{"upkeep.not_started", warning, false, "The cycle runs, but nobody has checked in yet.", "Check in once, even if nothing moved.", "Der Zyklus läuft, aber noch niemand hat sich gemeldet.", "Einmal melden, auch ohne Bewegung."},
    LintRule{"upkeep.stale", warning, false, "The last check-in is older than it should be.", "Check in.", "Der letzte Check-in ist zu alt.", "Melden."},
    LintRule{"upkeep.constant_confidence", advice, false, "The confidence has been the same number four times.", "Ask what would change it.", "Die Zuversicht ist viermal dieselbe Zahl.", "Fragen, was sie ändern würde."},
    LintRule{"balance.only_outputs", advice, false, "All key results are things to be done.", "Add one that measures the effect.", "Alle Key Results sind Dinge, die getan werden.", "Eines ergänzen, das die Wirkung misst."},
    LintRule{"balance.one_person", advice, false, "One person owns everything of this objective.", "Share it out, or make it a personal objective.", "Eine Person trägt alles.", "Aufteilen, oder als persönliches Objective führen."},
};

}  // namespace

std::span<const LintRule> lint_rules() { return rules; }

const LintRule* find_rule(std::string_view id) {
  const auto found = std::ranges::find(rules, id, &LintRule::id);
  return found == rules.end() ? nullptr : &*found;
}

}  // namespace cairn::engine
