#pragma once

// The people of the demonstration with a story of their own, each of which shows one thing.
// Internal to clients/demo. One thread.

#include "clients/demo/book.h"

namespace cardledger::demo {

// So many people have one, by number from 1; the rest are everyday (everyday.h).
inline constexpr int kStories = 36;

// Limits and exceptions, joint funding and other powers, what a direct payment has.
void WriteLimitStories(Book& book);
void WriteFundingStories(Book& book);
// Contributions, own money, reversals, restrictions.
void WriteMoneyStories(Book& book);
// Cards, and where people are.
void WriteCardStories(Book& book);
void WritePersonStories(Book& book);
// Extensions, cancelling, ending early, the turn of the year.
void WriteCourseStories(Book& book);
// As far as the policy allows them.
void WriteEmergencyStories(Book& book);

}  // namespace cardledger::demo
