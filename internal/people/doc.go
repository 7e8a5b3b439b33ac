// Package people keeps whom everything else refers to, so that nobody is typed
// twice and distinct persons can be counted: people, units, official documents,
// and the roles that people hold.
//
// Rules: 公民身份号码 GB 11643-1999; 统一社会信用代码 GB 32100-2015;
// 个人信息保护法 on consent, masking and the log of looks.
package people
