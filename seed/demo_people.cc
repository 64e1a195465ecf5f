// Who works at Larkspur, and in which teams.
#include <array>

#include "seed/demo_company.h"

namespace cairn::seed {
namespace {

constexpr DemoTeam teams[] = {
    {"larkspur", "Larkspur", "", "Mara Lindqvist", "The whole company."},
    {"product", "Product & Engineering", "larkspur", "Tomasz Zielinski", "Builds what clinics work with every day."},
    {"booking", "Booking", "product", "Ines Carvalho", "Online booking for patients, from search to reminder."},
    {"calendar", "Calendar", "product", "Kofi Mensah", "The clinic's day: rooms, people, devices."},
    {"platform", "Platform", "product", "Hanna Vogel", "Reliability, security and the tools of the other teams."},
    {"data", "Data & Insights", "product", "Rahul Iyer", "Figures that clinics and we ourselves can rely on."},
    {"design", "Design", "product", "Noor Haddad", "Research and the interface."},
    {"revenue", "Revenue", "larkspur", "Daniel Okonkwo", "New clinics, and clinics that stay."},
    {"sales", "Sales", "revenue", "Camille Laurent", "Clinic groups in Switzerland, Germany and France."},
    {"marketing", "Marketing", "revenue", "Petra Novak", "Demand, and a name that clinics trust."},
    {"success", "Customer Success", "revenue", "Yuki Tanabe", "Clinics reach their goals with us, and renew."},
    {"support", "Support", "success", "Oskar Brandt", "Answers, fast and kind."},
    {"people", "People & Operations", "larkspur", "Leila Farouk", "Hiring, growth, offices, money."},
    {"talent", "Talent", "people", "Sofia Ricci", "The people we will work with next year."},
    {"finance", "Finance", "people", "Jonas Weber", "Cash, contracts and honest reports."},
};

constexpr DemoPerson people[] = {
    {"Mara Lindqvist", "Chief Executive", "larkspur", "member"},
    {"Tomasz Zielinski", "VP Product & Engineering", "product", "member"},
    {"Daniel Okonkwo", "Chief Revenue Officer", "revenue", "member"},
    {"Leila Farouk", "Chief People Officer", "people", "people_admin"},
    {"Ada Brunner", "IT Administrator", "people", "admin"},
    {"Ruben Castillo", "OKR Champion", "people", "champion"},
    {"Ines Carvalho", "Engineering Lead", "booking", "member"},
    {"Emil Sørensen", "Senior Engineer", "booking", "member"},
    {"Priya Raman", "Engineer", "booking", "member"},
    {"Lukas Steiner", "Engineer", "booking", "member"},
    {"Aiko Mori", "Product Manager", "booking", "member"},
    {"Kofi Mensah", "Engineering Lead", "calendar", "member"},
    {"Clara Dubois", "Senior Engineer", "calendar", "member"},
    {"Mateo Rojas", "Engineer", "calendar", "member"},
    {"Freya Nilsson", "Engineer", "calendar", "member"},
    {"Samuel Adeyemi", "Product Manager", "calendar", "member"},
    {"Hanna Vogel", "Platform Lead", "platform", "member"},
    {"Dmitri Sokolov", "Site Reliability Engineer", "platform", "member"},
    {"Wei Zhang", "Security Engineer", "platform", "member"},
    {"Elena Popescu", "Engineer", "platform", "member"},
    {"Rahul Iyer", "Data Lead", "data", "member"},
    {"Marta Kowalska", "Data Engineer", "data", "member"},
    {"Ben Achterberg", "Analyst", "data", "member"},
    {"Noor Haddad", "Design Lead", "design", "member"},
    {"Theo Martin", "Product Designer", "design", "member"},
    {"Isla Campbell", "User Researcher", "design", "member"},
    {"Camille Laurent", "Head of Sales", "sales", "member"},
    {"Felix Baumann", "Account Executive", "sales", "member"},
    {"Giulia Conti", "Account Executive", "sales", "member"},
    {"Antoine Girard", "Account Executive", "sales", "member"},
    {"Zeynep Kaya", "Sales Development", "sales", "member"},
    {"Marco Frei", "Solutions Engineer", "sales", "member"},
    {"Petra Novak", "Head of Marketing", "marketing", "member"},
    {"Hugo Alvarez", "Content Lead", "marketing", "member"},
    {"Nina Keller", "Growth Marketer", "marketing", "member"},
    {"Tove Lund", "Event Manager", "marketing", "member"},
    {"Yuki Tanabe", "Head of Customer Success", "success", "member"},
    {"Amara Diallo", "Success Manager", "success", "member"},
    {"Pablo Herrera", "Success Manager", "success", "member"},
    {"Greta Hoffmann", "Onboarding Manager", "success", "member"},
    {"Oskar Brandt", "Support Lead", "support", "member"},
    {"Lina Petrova", "Support Agent", "support", "member"},
    {"Jamal Bakri", "Support Agent", "support", "member"},
    {"Chiara Moretti", "Support Agent", "support", "member"},
    {"Sofia Ricci", "Talent Lead", "talent", "member"},
    {"Anders Holm", "Recruiter", "talent", "member"},
    {"Mei Lin", "People Partner", "talent", "member"},
    {"Jonas Weber", "Head of Finance", "finance", "member"},
    {"Eva Schmid", "Controller", "finance", "member"},
    {"Paul Renard", "Legal Counsel", "finance", "member"},
    {"Nadia Benali", "Office Manager", "people", "member"},
    {"Viktor Hansen", "Engineer", "calendar", "member"},
    {"Olga Ivanova", "Engineer", "platform", "member"},
    {"Caleb Stone", "Engineer", "booking", "member"},
    {"Rosa Delgado", "Success Manager", "success", "member"},
    {"Simon Aebi", "Account Executive", "sales", "member"},
    {"Fatima Zahra", "Analyst", "data", "member"},
    {"Henrik Dahl", "Board Member", "larkspur", "viewer"},
    {"Ingrid Moser", "External Auditor", "", "auditor"},
    {"Bruno Keller", "Partner at Medilink", "", "guest"},
};

}  // namespace

std::span<const DemoPerson> demo_people() { return people; }
std::span<const DemoTeam> demo_teams() { return teams; }

}  // namespace cairn::seed
