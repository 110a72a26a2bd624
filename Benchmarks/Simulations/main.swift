import Foundation

var settings = Settings()
var arguments = CommandLine.arguments.dropFirst()
while let name = arguments.popFirst() {
  guard let value = arguments.popFirst() else { break }
  switch name {
  case "--draws": settings.draws = Int(value) ?? settings.draws
  case "--seed": settings.seed = Int(value) ?? settings.seed
  case "--only": settings.only = Set(value.split(separator: ",").map(String.init))
  case "--optimizers": settings.optimizers = value.split(separator: ",").map(String.init)
  case "--data": settings.data = value
  case "--judges": settings.judges = Set(value.split(separator: ",").map(String.init))
  case "--sizes": settings.sizes = value.split(separator: ",").compactMap { Int($0) }
  case "--trust": settings.trust = value.split(separator: ",").compactMap { Double($0) }
  case "--details": settings.details = value == "yes"
  case "--units": settings.units = value.split(separator: ",").compactMap { Int($0) }
  case "--set": settings.options.append(value)
  default: break
  }
}
if settings.runs("small") { try await smallStarts(settings) }
if settings.runs("planted") { try await adopted(settings, hasSignal: true) }
if settings.runs("null") { try await adopted(settings, hasSignal: false) }
if settings.runs("calibration") { try await calibrations(settings) }
if settings.only.contains("calibration-null") { try await calibrationNulls(settings) }
if settings.runs("intervals") { try await coverage(settings) }
if settings.runs("skew") { try await skewed(settings) }
if settings.runs("compare") { try await comparedNull(settings) }
