#include "clients/demo/invented.h"

#include "absl/strings/str_cat.h"

namespace cardledger::demo {

namespace journal = ::cardledger::journal::v1;

// A job, a supported internship or a qualification: report to Cabinet of 2 February 2021, "Day
// Opportunities Strategy and Redesign", 5.8, Tier 3. Travel training, skills of daily living,
// community groups, digital support: the same, 5.6. Work tasters, a CV, a vocational certificate,
// volunteering: "Day Opportunities Strategy, Delivery Plan 2022-2027", draft, objectives 6 and 7.
const std::array<Goal, kGoalCount> kGoalList = {{
    {"A first paid job, eight hours a week", journal::OUTCOME_PAID_WORK},
    {"A supported internship at a garden centre", journal::OUTCOME_SUPPORTED_INTERNSHIP},
    {"A certificate in food hygiene", journal::OUTCOME_QUALIFICATION},
    {"Travels to college alone by bus", journal::OUTCOME_TRAVEL_INDEPENDENCE},
    {"Cooks a meal at home again after a long illness", journal::OUTCOME_SKILLS_REGAINED},
    {"Three work tasters, and choosing one of them", journal::OUTCOME_PAID_WORK},
    {"A curriculum vitae and practice for interviews", journal::OUTCOME_PAID_WORK},
    {"A vocational certificate in horticulture", journal::OUTCOME_QUALIFICATION},
    {"Volunteers at a community shop every Thursday", journal::OUTCOME_SKILLS_REGAINED},
    {"Goes bowling with friends, booked without help", journal::OUTCOME_SKILLS_REGAINED},
    {"Regains confidence in the swimming pool", journal::OUTCOME_SKILLS_REGAINED},
    {"Takes the train to a sister's town and back", journal::OUTCOME_TRAVEL_INDEPENDENCE},
    {"Uses a tablet to meet others and to shop", journal::OUTCOME_SKILLS_REGAINED},
    {"A supported internship in a library", journal::OUTCOME_SUPPORTED_INTERNSHIP},
    {"Joins a choir and keeps going", journal::OUTCOME_SKILLS_REGAINED},
    {"A first aid course with an examination", journal::OUTCOME_QUALIFICATION},
    {"Manages money for a week's shopping", journal::OUTCOME_SKILLS_REGAINED},
    {"Paid work in a kitchen, two evenings a week", journal::OUTCOME_PAID_WORK},
}};

// Time of their own: "Day Opportunities Strategy, Delivery Plan 2022-2027", draft, introduction.
const std::array<Goal, kCarerGoalCount> kCarerGoalList = {{
    {"An evening class while somebody else is at home", journal::OUTCOME_QUALIFICATION},
    {"Back to part-time work beside caring", journal::OUTCOME_PAID_WORK},
    {"Walks with a group once a week", journal::OUTCOME_SKILLS_REGAINED},
    {"A moving and handling course", journal::OUTCOME_QUALIFICATION},
}};

// In-house services, independent ones and the voluntary, community, faith and social enterprise
// sector; building based, in the community, and for work and skills: the same plan, objectives 1, 5
// and 7.
const std::array<Provider, kProviderCount> kProviderList = {{
    {"Example Community Hub North (invented)", journal::PROVIDER_KIND_IN_HOUSE},
    {"Example Community Hub South (invented)", journal::PROVIDER_KIND_IN_HOUSE},
    {"Example Bowling (invented)", journal::PROVIDER_KIND_INDEPENDENT},
    {"Example Swimming Pool (invented)", journal::PROVIDER_KIND_INDEPENDENT},
    {"Example Garden Centre Internships (invented)", journal::PROVIDER_KIND_INDEPENDENT},
    {"Example Kitchen Skills (invented)", journal::PROVIDER_KIND_INDEPENDENT},
    {"Example Travel Trainers (invented)", journal::PROVIDER_KIND_INDEPENDENT},
    {"Example Job Coaches (invented)", journal::PROVIDER_KIND_INDEPENDENT},
    {"Example First Aid School (invented)", journal::PROVIDER_KIND_INDEPENDENT},
    {"Example Driving Simulator (invented)", journal::PROVIDER_KIND_INDEPENDENT},
    {"Example College Short Courses (invented)", journal::PROVIDER_KIND_INDEPENDENT},
    {"Example Tablet Lessons (invented)", journal::PROVIDER_KIND_INDEPENDENT},
    {"Example Choir (invented)", journal::PROVIDER_KIND_VOLUNTARY},
    {"Example Allotment Society (invented)", journal::PROVIDER_KIND_VOLUNTARY},
    {"Example Community Shop (invented)", journal::PROVIDER_KIND_VOLUNTARY},
    {"Example Walking Group (invented)", journal::PROVIDER_KIND_VOLUNTARY},
    {"Example Carers' Circle (invented)", journal::PROVIDER_KIND_VOLUNTARY},
    {"Example Faith Centre Lunches (invented)", journal::PROVIDER_KIND_VOLUNTARY},
    {"Example Bicycle Workshop (invented)", journal::PROVIDER_KIND_VOLUNTARY},
    {"Example Theatre Makers (invented)", journal::PROVIDER_KIND_VOLUNTARY},
}};

const std::array<absl::string_view, kGivenNameCount> kGivenNameList = {
    "Alex", "Bailey", "Casey", "Dale",   "Eden",   "Frankie", "Gale",  "Harper",
    "Indy", "Jamie",  "Kit",   "Lee",    "Morgan", "Noor",    "Ollie", "Pat",
    "Quin", "Robin",  "Sam",   "Taylor", "Uma",    "Val",     "Wren",  "Yael"};

std::string InventedName(absl::string_view given_name) {
  return absl::StrCat(given_name, " Example (invented)");
}

}  // namespace cardledger::demo
