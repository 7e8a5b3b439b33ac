// Package giving keeps what organisations and people give: pairing with villages
// (结对帮扶), donations and what became of them, and the community's charity
// resources (五社联动).
//
// Rules: 慈善法 on receipts, use and disclosure. How often something is disclosed
// is a setting. 贫困村 became 脱贫村 after 2021; what it is called is data.
package giving
