// Package casework keeps professional casework: cases, groups, what was done in
// them, referrals, supervision, and the record checks of those who work with
// children. It is closed: whoever it is assigned to and their supervisor read
// it, and nobody else, auditors and administrators included. What the county
// counts of it are numbers without names.
//
// Rules: MZ/T 094-2017 社会工作方法 个案工作 (the six stages); MZ/T 095-2017 小组工作
// (the five stages); 未成年人保护法 §62 (yearly record check of those who work with
// minors); 个人信息保护法 §31 (guardian’s consent under 14).
package casework
