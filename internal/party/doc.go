// Package party (党建) keeps how the Party reaches social organisations: what
// surveys found, the Party organisations, and the coverage of each organisation.
//
// Rules: 《中国共产党支部工作条例（试行）》: three full members make a branch, fewer
// join one; a joint branch generally covers no more than five units. 中办发〔2015〕51号
// 《关于加强社会组织党的建设工作的意见（试行）》.
//
// Before an organisation is approved, gets its certificate, has its charter
// approved, is inspected or rated, a gate looks at what it must show (四同时三同步)
// and keeps what it saw; which items an occasion asks for is a setting (推断).
// Instructors serve for terms: a term that has run out reaches nobody, and is not
// made longer afterwards. Coverage by work (工作覆盖) has all registered
// organisations as its base, coverage by organisation (组织覆盖) the 纳入基数.
//
// Two numbers that are easily confused: 纳入基数 is how many organisations have a
// Party member at all (78 in the county's report); 应建 is how many have at least
// three full members. Probationary members count for the first, not the second.
package party
