/// What ids identify. Those without a value type of their own in the domain are named here.
package enum CalendarRecord {}
package enum CalendarVersion {}
package enum StandardVersion {}
package enum AccessToken {}
package enum ImportRun {}
package enum Pause {}
package enum Deadline {}
package enum CaseMerge {}
package enum Warning {}
package enum ContactPoint {}
package enum WindowChoice {}
package enum Telling {}
package enum GuaranteeUse {}
package enum GuaranteeVersion {}
package enum CouponRedemption {}
package enum RecoveryTemplateVersion {}
