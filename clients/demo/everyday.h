#pragma once

// The people of the demonstration without a story of their own: what most awards are like. Internal
// to clients/demo. One thread.

#include "clients/demo/book.h"

namespace cardledger::demo {

// Awards of everybody from `first_person` on: most run, some have ended, wait, or are yet to begin.
void WriteEverydayAwards(Book& book, int first_person);

}  // namespace cardledger::demo
