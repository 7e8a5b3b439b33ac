// Package honour keeps how the county sets examples: schemes of grading with
// their criteria, weights and bands as versioned data, what organisations enter
// and what became of it, demonstration sites, and campaigns with their basis and
// their end.
//
// 双强四有 and 三分类三升级 are schemes of this county; their texts were not found,
// so their criteria are data (推断). Practice elsewhere: 中组部 组厅字〔2012〕6号 on
// 分类定级. Demonstration and 达标 activities need an approval and an end (整治形式主义
// 为基层减负若干规定).
package honour
