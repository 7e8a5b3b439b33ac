// Package regional keeps how a county's leaders, the units on its ground and
// its communities build the Party's work together (区域化党建): who of the county's
// standing committee is linked to which community, the community's enlarged
// committee (大党委), and what units and communities have promised each other.
//
// Links are one to one, by two keys of the database. A pact that promises nothing
// cannot be signed; at its end both sides say how it went, and it may be renewed.
// The organisation department keeps the links, the community's secretary the pacts.
//
// The forms found elsewhere (大党委 of 9 to 11 with full-time and part-time members,
// 共建契约 with three lists) are practice, not law, and are configurable (推断).
package regional
