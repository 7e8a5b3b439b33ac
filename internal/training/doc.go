// Package training keeps how social-work talent grows (社工人才): who works as a
// social worker, trainings with who attended, exams with who sat them, and
// certificates with their registration and continuing education.
//
// Rules: 社会工作者职业资格 (助理 two subjects in one year, 社会工作师 three within two
// years running, 高级 one); registration within a year, for three years, with
// hours of continuing education (pages disagree on how many, so a setting);
// 境外非政府组织境内活动管理法 §9, §16, §17: an overseas NGO needs its registered
// office, or a filing by the Chinese partner 15 days before.
package training
