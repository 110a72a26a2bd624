extension SecretForm {
  /// Forms whose prefix ends with a mark.
  ///
  /// The marks are `-`, `_`, `.` and `/`. The forms are as their providers and the rules of common
  /// scanners describe them. The longer of two prefixes stands first.
  static let marked: [SecretForm] = [
    // Forges and registries.
    SecretForm("github_pat_", .wide, 40...255, .token),
    SecretForm("ghp_", .alphanumeric, 36...255, .token),
    SecretForm("gho_", .alphanumeric, 36...255, .token),
    SecretForm("ghs_", .alphanumeric, 36...255, .token),
    SecretForm("ghu_", .alphanumeric, 36...255, .token),
    SecretForm("ghr_", .alphanumeric, 36...255, .token),
    SecretForm("glpat-", .dotted, 20...255, .token),
    SecretForm("gldt-", .wide, 20...255, .token),
    SecretForm("glrt-", .dotted, 20...255, .token),
    SecretForm("glptt-", .wide, 20...255, .token),
    SecretForm("glcbt-", .wide, 20...255, .token),
    SecretForm("glsoat-", .wide, 20...255, .token),
    SecretForm("glagent-", .wide, 20...255, .token),
    SecretForm("npm_", .alphanumeric, 36...36, .token),
    SecretForm("dckr_pat_", .wide, 24...60, .token),
    SecretForm("dckr_oat_", .wide, 24...60, .token),
    // Chat.
    SecretForm("xoxb-", .wide, 20...255, .token),
    SecretForm("xoxp-", .wide, 20...255, .token),
    SecretForm("xoxa-", .wide, 20...255, .token),
    SecretForm("xoxr-", .wide, 20...255, .token),
    SecretForm("xoxs-", .wide, 20...255, .token),
    SecretForm("xoxe-", .wide, 20...255, .token),
    SecretForm("xapp-", .wide, 20...255, .token),
    SecretForm("hooks.slack.com/services/", .path, 30...120, .token),
    SecretForm("hooks.slack.com/workflows/", .path, 30...160, .token),
    SecretForm("discord.com/api/webhooks/", .path, 50...160, .token),
    // Clouds and services.
    SecretForm("GOCSPX-", .wide, 24...64, .accessKey),
    SecretForm("ya29.", .wide, 30...1024, .token),
    SecretForm("dop_v1_", .hex, 64...64, .accessKey),
    SecretForm("doo_v1_", .hex, 64...64, .accessKey),
    SecretForm("dor_v1_", .hex, 64...64, .accessKey),
    SecretForm("hvs.", .wide, 24...255, .token, isWord: true),
    SecretForm("hvb.", .wide, 24...300, .token, isWord: true),
    SecretForm("sk_live_", .alphanumeric, 16...255, .token),
    SecretForm("sk_test_", .alphanumeric, 16...255, .token),
    SecretForm("rk_live_", .alphanumeric, 16...255, .token),
    SecretForm("rk_test_", .alphanumeric, 16...255, .token),
    SecretForm("whsec_", .base64, 24...100, .token),
    SecretForm("SG.", .dotted, 60...80, .token, isWord: true),
    SecretForm("shpat_", .hex, 32...32, .token),
    SecretForm("glsa_", .wide, 32...60, .token),
    SecretForm("sntrys_", .base64, 40...300, .token),
    // Models.
    SecretForm("sk-ant-", .wide, 24...255, .modelKey),
    SecretForm("sk-proj-", .wide, 24...255, .modelKey),
    SecretForm("sk-svcacct-", .wide, 24...255, .modelKey),
    SecretForm("sk-admin-", .wide, 24...255, .modelKey),
    SecretForm("sk-or-", .wide, 24...255, .modelKey),
    SecretForm("sk-lf-", .wide, 32...40, .modelKey),
    SecretForm("sk-", .alphanumeric, 32...64, .modelKey, isWord: true),
    SecretForm("gsk_", .alphanumeric, 40...64, .modelKey),
    SecretForm("hf_", .alphanumeric, 34...40, .modelKey, isWord: true),
    SecretForm("xai-", .alphanumeric, 40...128, .modelKey, isWord: true),
    SecretForm("pplx-", .alphanumeric, 40...64, .modelKey),
    SecretForm("r8_", .alphanumeric, 37...40, .modelKey, isWord: true),
    SecretForm("fw_", .alphanumeric, 22...48, .modelKey, isWord: true),
    SecretForm("lsv2_pt_", .wide, 32...64, .modelKey),
    SecretForm("lsv2_sk_", .wide, 32...64, .modelKey),
    SecretForm("nvapi-", .wide, 40...100, .modelKey),
    SecretForm("tvly-", .wide, 24...64, .modelKey),
    SecretForm("pcsk_", .wide, 40...100, .modelKey),
  ]

  /// Forms whose prefix is a word's beginning.
  static let unmarked: [SecretForm] = [
    SecretForm("AKIA", .capital, 16...16, .accessKey),
    SecretForm("ASIA", .capital, 16...16, .accessKey),
    SecretForm("ABSK", .base64, 60...300, .accessKey),
    SecretForm("AIza", .wide, 35...40, .accessKey),
    SecretForm("AGE-SECRET-KEY-1", .capital, 50...64, .privateKey),
    SecretForm("SK", .hex, 32...32, .token),
    SecretForm("dapi", .hex, 32...32, .token),
    SecretForm("pypi-AgE", .wide, 50...500, .token),
    SecretForm("PuTTY-User-Key-File-", .dotted, 1...1, .privateKey),
  ]

  /// The first letters of all forms without a mark: a web token (`eyJ`), a bot's token (M, N, O),
  /// `password is …`.
  static var firstBytes: Set<UInt8> {
    Set(unmarked.map(\.prefix.utf8Start.pointee)).union("eMNOp".utf8)
  }
}
