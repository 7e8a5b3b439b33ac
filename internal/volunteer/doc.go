// Package volunteer keeps volunteers, their teams, shifts and the record of what
// they did. Hours are time really given: what overlaps counts once, what nobody
// did does not count. Nobody is ranked; bands are shown to the volunteer alone.
//
// Rules: 志愿服务条例（国务院令第685号）; 志愿服务记录与证明出具办法（试行）（民政部令
// 第67号）: fields of the record, ten working days, corrections, proofs.
package volunteer
