// Package purchase keeps the services the county buys (政府购买服务): what may be
// bought, the budget, the buying, the contract with what is to be delivered and
// paid when, the evaluation, and what follows from a bad one. Nothing is paid
// that the contract or the budget does not hold, and nothing twice.
//
// Rules: 政府购买服务管理办法（财政部令第102号）; MZ/T 059-2014. Bands, weights and
// what follows a bad evaluation are settings, marked as inferred.
package purchase
