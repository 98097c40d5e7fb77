import Foundation
import ServingCore
import Testing

struct OpenAPITests {
    private let document = OpenAPIDocument(limits: Limits()).value

    @Test func everyRouteIsThere() {
        #expect(Set(document["paths"]?.keys ?? []) == Set(Route.allCases.map(\.rawValue)))
        for route in Route.allCases {
            let operation = document["paths"]?[route.rawValue]
            #expect(operation?.keys == [route.method.lowercased()])
            #expect((operation?[route.method.lowercased()]?["requestBody"] != nil) == (route.method == "POST"))
        }
    }

    @Test func everyFieldOfEveryTypeIsThere() {
        let schemas = document["components"]?["schemas"]
        let names = wireTypes.map { $0.schemaName }
        #expect(Set(schemas?.keys ?? []) == Set(names))
        for type in wireTypes {
            let properties = schemas?[type.schemaName]?["properties"]?.keys ?? []
            #expect(Set(properties) == Set(type.fieldNames), "\(type.schemaName)")
        }
    }

    @Test func everyReferenceLeadsToASchema() {
        let names = Set(wireTypes.map { "#/components/schemas/" + $0.schemaName })
        var found: Set<String> = []
        func visit(_ value: JSONValue) {
            switch value {
            case .array(let values): values.forEach(visit)
            case .object(let entries):
                if case .string(let reference)? = entries["$ref"] { found.insert(reference) }
                entries.values.forEach(visit)
            default: break
            }
        }
        visit(document)
        #expect(found == names, "\(names.symmetricDifference(found))")
    }

    @Test func limitsAreInTheDocument() throws {
        var limits = Limits()
        limits.tokens = 77
        let text = String(decoding: WireCoding.encode(OpenAPIDocument(limits: limits).value), as: UTF8.self)
        #expect(text.contains(#""maximum":77"#))
        #expect(try JSONSerialization.jsonObject(with: Data(text.utf8)) is [String: Any])
    }
}
