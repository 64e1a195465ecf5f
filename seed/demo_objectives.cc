// What Larkspur wants to reach: the year 2026, the closed third quarter and the running fourth one.
#include "seed/demo_company.h"

namespace cairn::seed {
namespace {

using enum Path;
using KR = DemoKeyResult;

// --- the year ---------------------------------------------------------------------------------------------------
constexpr KR y_patients[] = {
    {"Patients who book without a phone call", "Tomasz Zielinski", "increase", "%", 31, 60, 0.78, steady, 7},
    {"Clinics that publish all their free slots", "Ines Carvalho", "increase", "clinics", 410, 900, 0.71, late, 6},
    {"No-shows across all clinics", "Kofi Mensah", "decrease", "%", 11.5, 7, 0.66, steady, 6, 1},
};
constexpr KR y_revenue[] = {
    {"Annual recurring revenue", "Daniel Okonkwo", "increase", "M CHF", 8.4, 13, 0.69, steady, 6, 1},
    {"Net revenue retention", "Yuki Tanabe", "at_least", "%", 0, 112, 1, steady, 8},
    {"Clinics in Germany and France", "Camille Laurent", "increase", "clinics", 60, 260, 0.52, late, 5},
};
constexpr KR y_people[] = {
    {"Colleagues who would recommend us as an employer", "Leila Farouk", "increase", "eNPS", 22, 45, 0.83, steady, 8},
    {"Voluntary departures over twelve months", "Mei Lin", "at_most", "%", 0, 8, 0.9, steady, 7, 1},
};

// --- Q4, the company --------------------------------------------------------------------------------------------
constexpr KR q4_first_visit[] = {
    {"Bookings finished in under two minutes", "Aiko Mori", "increase", "%", 54, 80, 0.81, steady, 8},
    {"Patients who come back to book within 90 days", "Ben Achterberg", "increase", "%", 38, 50, 0.58, late, 5},
    {"Booking pages rated 4.5 or better by patients", "Noor Haddad", "increase", "clinics", 120, 300, 0.74, steady, 7},
};
constexpr KR q4_groups[] = {
    {"Signed clinic groups with more than ten sites", "Camille Laurent", "increase", "groups", 4, 12, 0.5, late, 5},
    {"New annual recurring revenue", "Daniel Okonkwo", "increase", "k CHF", 0, 1400, 0.61, late, 5},
    {"Days from first meeting to signature", "Camille Laurent", "decrease", "days", 74, 50, 0.33, stalled, 3},
};
constexpr KR q4_trust[] = {
    {"Weeks without an incident that patients notice", "Hanna Vogel", "increase", "weeks", 0, 12, 0.83, early, 9},
    {"ISO 27001 stage 2 audit passed", "Wei Zhang", "milestones", "", 0, 0, 0.7, steady, 7, 0,
     "Risk register agreed|Internal audit done|Stage 1 passed|Findings closed|Stage 2 passed"},
    {"Availability of booking", "Dmitri Sokolov", "at_least", "%", 0, 99.95, 1, steady, 9, 2},
};
constexpr KR q4_team[] = {
    {"Open roles filled", "Sofia Ricci", "increase", "roles", 0, 9, 0.78, steady, 7},
    {"Teams with a healthy workload in the pulse survey", "Mei Lin", "increase", "teams", 8, 14, 0.5, noisy, 5},
};

// --- Q4, product and engineering ---------------------------------------------------------------------------------
constexpr KR booking_flow[] = {
    {"Steps from search to confirmed booking", "Emil Sørensen", "decrease", "steps", 9, 5, 1, reached, 10},
    {"Bookings given up half-way", "Priya Raman", "decrease", "%", 46, 28, 0.72, steady, 7},
    {"Booking in four languages", "Lukas Steiner", "milestones", "", 0, 0, 0.75, steady, 8, 0,
     "German|French|Italian|English"},
};
constexpr KR booking_reminders[] = {
    {"Reminders answered by the patient", "Priya Raman", "increase", "%", 35, 60, 0.46, late, 5},
    {"Freed slots filled again the same day", "Caleb Stone", "increase", "%", 12, 40, 0.28, stalled, 3},
};
constexpr KR booking_access[] = {
    {"Accessibility findings of level A and AA on booking pages", "Lukas Steiner", "decrease", "findings", 64, 0, 0.86, steady, 8},
    {"Booking works with a screen reader from start to end", "Theo Martin", "done", "", 0, 1, 1, reached, 10},
};
constexpr KR calendar_day[] = {
    {"Time to load a clinic's day", "Clara Dubois", "decrease", "ms", 2400, 800, 0.79, steady, 8},
    {"Double bookings per thousand appointments", "Kofi Mensah", "at_most", "", 0, 0.5, 0.6, noisy, 6, 2},
    {"Reception tasks done without leaving the calendar", "Samuel Adeyemi", "increase", "%", 40, 75, 0.64, late, 6},
};
constexpr KR calendar_devices[] = {
    {"Clinics that plan rooms and devices with us", "Freya Nilsson", "increase", "clinics", 0, 60, 0.35, late, 4},
    {"Device planning adopted", "Samuel Adeyemi", "zones", "clinics", 10, 60, 0.45, late, 5, 0, "10|25|40|60"},
    {"Interface for imaging devices", "Mateo Rojas", "done", "", 0, 1, 0, untouched, 4},
};
constexpr KR platform_release[] = {
    {"Time from merge to production", "Hanna Vogel", "decrease", "min", 95, 20, 0.92, early, 9},
    {"Releases rolled back", "Elena Popescu", "at_most", "%", 0, 3, 1, steady, 8, 1},
    {"Weekly releases", "Olga Ivanova", "between", "releases", 8, 15, 1, steady, 9},
};
constexpr KR platform_security[] = {
    {"Critical findings open longer than seven days", "Wei Zhang", "at_most", "findings", 0, 0, 1, steady, 9},
    {"Staff on hardware keys", "Wei Zhang", "increase", "%", 20, 100, 0.88, early, 9},
    {"Recovery exercise from backup", "Dmitri Sokolov", "zones", "", 0, 3, 0.66, steady, 7, 0,
     "No exercise yet|Restored in a day|Restored in four hours|Restored in one hour, unannounced"},
};
constexpr KR platform_cost[] = {
    {"Infrastructure cost per thousand bookings", "Olga Ivanova", "decrease", "CHF", 14.2, 9.5, 0.2, falling, 2, 1},
    {"Unused machines switched off", "Elena Popescu", "increase", "%", 0, 90, 0.7, steady, 7},
};
constexpr KR data_trust[] = {
    {"Dashboards with a named owner and a definition", "Marta Kowalska", "increase", "%", 25, 95, 0.77, steady, 8},
    {"Figures corrected after publication", "Fatima Zahra", "at_most", "per month", 0, 2, 1, steady, 7},
    {"Time from event to dashboard", "Rahul Iyer", "decrease", "min", 1440, 15, 0.95, early, 9},
};
constexpr KR data_noshow[] = {
    {"Precision of the no-show prediction", "Fatima Zahra", "increase", "%", 61, 80, 0.52, noisy, 5},
    {"Clinics that use the prediction", "Ben Achterberg", "increase", "clinics", 0, 40, 0.2, late, 3},
    {"Baseline: cost of a no-show per speciality", "Ben Achterberg", "baseline", "CHF", 0, 0, 0, silent, 6},
};
constexpr KR design_research[] = {
    {"Patients interviewed", "Isla Campbell", "increase", "patients", 0, 40, 0.9, early, 9},
    {"Decisions in the roadmap that name a finding", "Noor Haddad", "increase", "%", 15, 60, 0.6, steady, 6},
};
constexpr KR design_system[] = {
    {"Screens built from the shared components", "Theo Martin", "increase", "%", 42, 85, 0.66, steady, 7},
    {"Contrast problems", "Theo Martin", "decrease", "", 31, 0, 1, reached, 10},
};

// --- Q4, revenue -------------------------------------------------------------------------------------------------
constexpr KR sales_groups[] = {
    {"Proposals to clinic groups", "Felix Baumann", "increase", "proposals", 6, 24, 0.72, steady, 7},
    {"Win rate against Doctolane", "Giulia Conti", "increase", "%", 22, 40, 0.3, stalled, 3},
    {"Security questionnaire answered within two days", "Marco Frei", "increase", "%", 30, 95, 0.85, early, 8},
};
constexpr KR sales_france[] = {
    {"Clinics signed in France", "Antoine Girard", "increase", "clinics", 0, 25, 0.24, stalled, 2},
    {"Partners that sell for us", "Antoine Girard", "increase", "partners", 1, 5, 0.5, late, 4},
    {"Local hosting contract", "Paul Renard", "done", "", 0, 1, 0, silent, 3},
};
constexpr KR sales_pipeline[] = {
    {"Qualified pipeline", "Zeynep Kaya", "increase", "k CHF", 2100, 4200, 0.68, steady, 6},
    {"Meetings that took place", "Simon Aebi", "increase", "meetings", 0, 180, 0.7, steady, 7},
};
constexpr KR marketing_name[] = {
    {"Clinic managers who name us unprompted", "Petra Novak", "increase", "%", 9, 18, 0.45, late, 5},
    {"Stories told by clinics themselves", "Hugo Alvarez", "increase", "stories", 3, 12, 0.78, steady, 8},
    {"Guests at the Zurich clinic day", "Tove Lund", "increase", "guests", 0, 150, 1.08, reached, 10},
};
constexpr KR marketing_demand[] = {
    {"Demo requests from groups", "Nina Keller", "increase", "requests", 14, 45, 0.55, late, 5},
    {"Cost of a qualified request", "Nina Keller", "decrease", "CHF", 410, 250, 0.4, noisy, 4},
};
constexpr KR success_onboarding[] = {
    {"Days from signature to first online booking", "Greta Hoffmann", "decrease", "days", 34, 14, 0.75, steady, 7},
    {"New clinics at 50 bookings in their first month", "Amara Diallo", "increase", "%", 45, 75, 0.63, steady, 6},
    {"Onboarding playbook for groups", "Greta Hoffmann", "milestones", "", 0, 0, 0.5, late, 6, 0,
     "Interviews with five groups|Draft tested with one group|Published|Used by every manager"},
};
constexpr KR success_renew[] = {
    {"Renewals signed before the due date", "Pablo Herrera", "increase", "%", 68, 90, 0.59, late, 5},
    {"Clinics with a success plan", "Rosa Delgado", "increase", "clinics", 85, 220, 0.48, late, 5},
    {"Churned revenue", "Yuki Tanabe", "at_most", "k CHF", 0, 60, 0.4, falling, 3},
};
constexpr KR support_fast[] = {
    {"First answer within one hour", "Lina Petrova", "increase", "%", 58, 85, 0.93, early, 9},
    {"Customer rating of an answer", "Jamal Bakri", "increase", "of 5", 4.2, 4.7, 0.6, steady, 7, 1},
    {"Questions that come back", "Chiara Moretti", "decrease", "%", 19, 10, 0.44, late, 5},
};
constexpr KR support_self[] = {
    {"Questions answered by the help pages alone", "Oskar Brandt", "increase", "%", 21, 45, 0.5, late, 5},
    {"Help pages reviewed", "Chiara Moretti", "increase", "pages", 0, 140, 0.81, steady, 8},
};

// --- Q4, people and operations -----------------------------------------------------------------------------------
constexpr KR talent_hire[] = {
    {"Days from opening to acceptance", "Anders Holm", "decrease", "days", 62, 40, 0.55, late, 5},
    {"Offers accepted", "Sofia Ricci", "increase", "%", 70, 90, 0.8, steady, 8},
    {"Candidates who would recommend our process", "Anders Holm", "increase", "%", 61, 80, 0.63, steady, 6},
};
constexpr KR talent_growth[] = {
    {"Colleagues with a development plan", "Mei Lin", "increase", "%", 35, 100, 0.72, steady, 7},
    {"Leads who finished the feedback training", "Mei Lin", "increase", "leads", 0, 14, 0.86, early, 9},
};
constexpr KR finance_close[] = {
    {"Working days to close the month", "Eva Schmid", "decrease", "days", 11, 5, 0.83, steady, 8},
    {"Invoices paid on time", "Jonas Weber", "increase", "%", 78, 92, 0.64, steady, 6},
};
constexpr KR finance_contracts[] = {
    {"Days to a signed contract", "Paul Renard", "decrease", "days", 19, 7, 0.25, stalled, 3},
    {"Standard terms accepted without change", "Paul Renard", "increase", "%", 40, 65, 0.48, late, 5},
};

// --- Q4, people --------------------------------------------------------------------------------------------------
constexpr KR own_emil[] = {
    {"Design reviews I led", "Emil Sørensen", "increase", "reviews", 0, 8, 0.75, steady, 8},
    {"Talk at the Zurich engineering meetup", "Emil Sørensen", "done", "", 0, 1, 1, reached, 10},
};
constexpr KR own_amara[] = {
    {"Group clinics I bring live", "Amara Diallo", "increase", "clinics", 0, 6, 0.67, steady, 7},
    {"Training hours in French", "Amara Diallo", "increase", "hours", 0, 20, 0.4, late, 5},
};
constexpr KR own_olga[] = {
    {"Incidents I led as commander", "Olga Ivanova", "increase", "incidents", 0, 3, 0.67, steady, 7},
};
constexpr KR own_wei[] = {
    {"Certified cloud security specialist", "Wei Zhang", "milestones", "", 0, 0, 0.66, steady, 8, 0, "Course|Practice exam|Exam"},
};

// --- Q3, closed --------------------------------------------------------------------------------------------------
constexpr KR q3_booking[] = {
    {"Bookings finished in under two minutes", "Aiko Mori", "increase", "%", 40, 55, 0.93, steady, 9},
    {"Clinics on the new booking page", "Ines Carvalho", "increase", "clinics", 150, 400, 1.02, reached, 10},
};
constexpr KR q3_groups[] = {
    {"Signed clinic groups with more than ten sites", "Camille Laurent", "increase", "groups", 1, 6, 0.6, late, 5},
    {"New annual recurring revenue", "Daniel Okonkwo", "increase", "k CHF", 0, 1100, 0.82, steady, 7},
};
constexpr KR q3_trust[] = {
    {"Availability of booking", "Dmitri Sokolov", "at_least", "%", 0, 99.9, 1, steady, 9, 2},
    {"Incidents that patients notice", "Hanna Vogel", "decrease", "incidents", 7, 2, 1, reached, 9},
};
constexpr KR q3_calendar[] = {
    {"Time to load a clinic's day", "Clara Dubois", "decrease", "ms", 4100, 2000, 0.81, steady, 8},
    {"Clinics on the new calendar", "Kofi Mensah", "increase", "clinics", 40, 200, 0.7, steady, 7},
};
constexpr KR q3_platform[] = {
    {"Time from merge to production", "Hanna Vogel", "decrease", "min", 180, 90, 0.94, steady, 9},
    {"Services with an owner and an alarm", "Elena Popescu", "increase", "%", 55, 100, 0.89, steady, 8},
};
constexpr KR q3_support[] = {
    {"First answer within one hour", "Lina Petrova", "increase", "%", 35, 60, 0.92, steady, 8},
    {"Questions that come back", "Chiara Moretti", "decrease", "%", 26, 18, 0.88, steady, 8},
};
constexpr KR q3_france[] = {
    {"Clinics signed in France", "Antoine Girard", "increase", "clinics", 0, 20, 0.1, stalled, 2},
    {"Partner contracts", "Antoine Girard", "increase", "partners", 0, 3, 0.33, late, 3},
};
constexpr KR q3_talent[] = {
    {"Open roles filled", "Sofia Ricci", "increase", "roles", 0, 7, 0.86, steady, 8},
};
constexpr KR q3_data[] = {
    {"Dashboards moved to the new warehouse", "Marta Kowalska", "increase", "dashboards", 0, 48, 0.96, steady, 9},
};
constexpr KR q3_app[] = {
    {"Patients on the mobile app", "Aiko Mori", "increase", "patients", 0, 5000, 0.12, stalled, 2},
};

constexpr DemoObjective objectives[] = {
    {"y-patients", "Seeing a doctor starts with one calm minute online", "aspirational", "", "Mara Lindqvist", "2026", "",
     "Patients should never have to wait on the phone to see a doctor.\n\n**Why now:** three of four patients under forty already look for a clinic online, and half of them leave without a booking.", y_patients},
    {"y-revenue", "Clinic groups run on Larkspur", "committed", "", "Daniel Okonkwo", "2026", "",
     "Groups with ten or more sites decide the market. We win them in Switzerland first, then in Germany and France.", y_revenue},
    {"y-people", "The best place in Bern to do careful work", "aspirational", "", "Leila Farouk", "2026", "",
     "People stay, grow, and bring their friends.", y_people},

    {"first-visit", "A first visit is booked in two minutes, and remembered fondly", "aspirational", "", "Tomasz Zielinski", "Q4 2026", "y-patients",
     "From the search on a phone to the reminder the day before: one short path, in the patient's language.", q4_first_visit},
    {"groups", "Win the clinic groups that others follow", "committed", "", "Daniel Okonkwo", "Q4 2026", "y-revenue",
     "Twelve groups with more than ten sites by the end of the year.", q4_groups},
    {"trust", "Clinics can rely on us every minute of the day", "committed", "", "Hanna Vogel", "Q4 2026", "y-patients,y-revenue",
     "Reliable, secure, certified. Groups ask for it before they ask for anything else.", q4_trust},
    {"great-team", "Teams have the people and the calm to do it well", "aspirational", "", "Leila Farouk", "Q4 2026", "y-people", "", q4_team},

    {"flow", "Booking feels like one short conversation", "aspirational", "booking", "Ines Carvalho", "Q4 2026", "first-visit",
     "We remove every question that the clinic can answer for the patient.", booking_flow, "active", "trust"},
    {"reminders", "No slot stays empty because someone forgot", "aspirational", "booking", "Aiko Mori", "Q4 2026", "first-visit", "", booking_reminders, "active", {}, "noshow"},
    {"access", "Everyone can book, whatever their eyes or hands can do", "committed", "booking", "Lukas Steiner", "Q4 2026", "first-visit,trust", "", booking_access},
    {"day", "Reception runs the whole day from one calm screen", "aspirational", "calendar", "Kofi Mensah", "Q4 2026", "y-patients", "", calendar_day},
    {"devices", "Rooms and devices are planned like people", "aspirational", "calendar", "Samuel Adeyemi", "Q4 2026", "groups",
     "Groups share expensive devices between sites.", calendar_devices, "active", {}, "release"},
    {"release", "A change is with clinics within the half hour, safely", "committed", "platform", "Hanna Vogel", "Q4 2026", "trust", "", platform_release},
    {"security", "Auditors leave without a finding", "committed", "platform", "Wei Zhang", "Q4 2026", "kr:trust/2", "", platform_security, "active", "groups"},
    {"cost", "Grow twice as fast as our cloud bill", "committed", "platform", "Olga Ivanova", "Q4 2026", "y-revenue", "", platform_cost},
    {"figures", "One set of figures that nobody argues about", "committed", "data", "Rahul Iyer", "Q4 2026", "", "", data_trust, "active", "groups"},
    {"noshow", "We know who will not come, early enough to help", "learning", "data", "Fatima Zahra", "Q4 2026", "first-visit", "", data_noshow},
    {"research", "Every large decision has met a patient first", "aspirational", "design", "Isla Campbell", "Q4 2026", "first-visit", "", design_research},
    {"components", "One look, built once", "committed", "design", "Noor Haddad", "Q4 2026", "", "", design_system, "active", "flow"},

    {"win-groups", "Groups choose us because their clinics ask for us", "committed", "sales", "Camille Laurent", "Q4 2026", "groups", "", sales_groups, "active", {}, "contracts"},
    {"france", "A foothold in France that carries itself", "aspirational", "sales", "Antoine Girard", "Q4 2026", "groups",
     "We are behind. The relevance check in November kept the goal, with fewer partners.", sales_france},
    {"pipeline", "A pipeline we do not have to hope for", "committed", "sales", "Zeynep Kaya", "Q4 2026", "groups", "", sales_pipeline},
    {"name", "Clinic managers think of us first", "aspirational", "marketing", "Petra Novak", "Q4 2026", "y-revenue", "", marketing_name},
    {"demand", "The right clinics come to us by themselves", "aspirational", "marketing", "Nina Keller", "Q4 2026", "groups", "", marketing_demand},
    {"onboarding", "A new clinic is glad within two weeks", "committed", "success", "Greta Hoffmann", "Q4 2026", "groups,first-visit", "", success_onboarding},
    {"renew", "Renewing is not a question", "committed", "success", "Yuki Tanabe", "Q4 2026", "y-revenue", "", success_renew},
    {"fast-answers", "An answer before the next patient arrives", "committed", "support", "Oskar Brandt", "Q4 2026", "renew", "", support_fast},
    {"self-help", "Help that is there before the question", "aspirational", "support", "Oskar Brandt", "Q4 2026", "fast-answers", "", support_self},

    {"hiring", "Candidates tell their friends about us", "aspirational", "talent", "Sofia Ricci", "Q4 2026", "great-team", "", talent_hire},
    {"growth", "Everyone knows their next step", "aspirational", "talent", "Mei Lin", "Q4 2026", "great-team,y-people", "", talent_growth},
    {"close", "The month is closed before anyone asks", "committed", "finance", "Jonas Weber", "Q4 2026", "", "", finance_close},
    {"contracts", "Contracts never slow a sale", "committed", "finance", "Paul Renard", "Q4 2026", "groups", "", finance_contracts},

    {"own-emil", "Grow into a staff engineer others turn to", "learning", "-", "Emil Sørensen", "Q4 2026", "flow", "", own_emil},
    {"own-amara", "Become the group expert of Customer Success", "aspirational", "-", "Amara Diallo", "Q4 2026", "onboarding", "", own_amara},
    {"own-olga", "Lead incidents with a steady hand", "learning", "-", "Olga Ivanova", "Q4 2026", "trust", "", own_olga},
    {"own-wei", "Know cloud security by heart", "learning", "-", "Wei Zhang", "Q4 2026", "security", "", own_wei, "active", {}, {}, "private"},
    {"draft-app", "An app that patients keep", "aspirational", "booking", "Aiko Mori", "Q4 2026", "", "Draft for the next quarter: is an app worth it at all?", {}, "draft"},
    {"pricing", "Prices that clinics understand in a minute", "aspirational", "marketing", "Nina Keller", "Q4 2026", "", "Only the pricing group should see this for now.", {}, "active", {}, {}, "people"},

    {"q3-booking", "Every clinic can be booked online", "committed", "booking", "Ines Carvalho", "Q3 2026", "y-patients", "", q3_booking, "achieved"},
    {"q3-groups", "The first clinic groups are happy groups", "committed", "", "Daniel Okonkwo", "Q3 2026", "y-revenue", "", q3_groups, "partly_achieved"},
    {"q3-trust", "A summer without alarms", "committed", "platform", "Hanna Vogel", "Q3 2026", "y-patients", "", q3_trust, "achieved"},
    {"q3-calendar", "The new calendar is the one clinics prefer", "aspirational", "calendar", "Kofi Mensah", "Q3 2026", "y-patients", "", q3_calendar, "partly_achieved"},
    {"q3-release", "Releasing is boring", "committed", "platform", "Hanna Vogel", "Q3 2026", "q3-trust", "", q3_platform, "achieved"},
    {"q3-support", "Answers that save the day", "committed", "support", "Oskar Brandt", "Q3 2026", "y-revenue", "", q3_support, "achieved"},
    {"q3-france", "France knows our name", "aspirational", "sales", "Antoine Girard", "Q3 2026", "q3-groups", "", q3_france, "missed"},
    {"q3-talent", "The vacancies of spring are filled", "committed", "talent", "Sofia Ricci", "Q3 2026", "y-people", "", q3_talent, "achieved"},
    {"q3-data", "One warehouse for all figures", "committed", "data", "Rahul Iyer", "Q3 2026", "", "", q3_data, "achieved"},
    {"q3-app", "Patients carry us in their pocket", "aspirational", "booking", "Aiko Mori", "Q3 2026", "y-patients", "", q3_app, "dropped"},
};

}  // namespace

std::span<const DemoObjective> demo_objectives() { return objectives; }

}  // namespace cairn::seed
