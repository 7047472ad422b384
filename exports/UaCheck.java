import java.io.File;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.RuleId;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.verapdf.processor.reports.enums.JobEndStatus;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Checks files against PDF/UA-1 with veraPDF, for exports/validators.py, which runs it from source.
 *
 * Prints one line for each broken rule: the file, the rule, its message, how often it fails and where first; then the
 * line “checked” for each file that was checked to its end, so that a crash does not count as a pass. veraPDF's own
 * reader of its rules needs a JAXB runtime, which Java no longer includes; so Java's own XML parser reads them here.
 */
public class UaCheck {
    private static final PDFAFlavour FLAVOUR = PDFAFlavour.PDFUA_1;
    private static final String RULES = "/org/verapdf/pdfa/validation/PDFUA-1.xml";
    private static final int NO_LIMIT = Integer.MAX_VALUE; // on the failures that are counted for one rule

    public static void main(String[] files) throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.setOut(System.err); // what the libraries print is not part of the result
        VeraGreenfieldFoundryProvider.initialise();
        ValidationProfile profile = profile();
        for (String file : files) {
            check(file, profile, out);
        }
    }

    private static void check(String file, ValidationProfile profile, PrintStream out) {
        try (PDFAParser parser = Foundries.defaultInstance().createParser(new File(file), FLAVOUR);
                PDFAValidator validator = Foundries.defaultInstance().createValidator(profile, NO_LIMIT, false, false, false)) {
            ValidationResult result = validator.validate(parser);
            for (Map.Entry<RuleId, Integer> failed : result.getFailedChecks().entrySet()) {
                print(out, file, number(failed.getKey()), describe(result, failed.getKey(), failed.getValue()));
            }
            if (result.getJobEndStatus() == JobEndStatus.NORMAL && result.getTotalAssertions() > 0) {
                print(out, file, "checked");
            }
        } catch (Exception error) {
            print(out, file, "unreadable", error.getMessage());
            print(out, file, "checked");
        }
    }

    private static String describe(ValidationResult result, RuleId rule, int times) {
        for (TestAssertion one : result.getTestAssertions()) {
            if (one.getRuleId().equals(rule)) {
                return one.getMessage() + " (" + times + " in all, the first at " + one.getLocation().getContext() + ")";
            }
        }
        return times + " in all";
    }

    private static String number(RuleId rule) {
        return rule.getClause() + "-" + rule.getTestNumber();
    }

    private static void print(PrintStream out, String... parts) {
        for (int at = 0; at < parts.length; at++) {
            parts[at] = String.valueOf(parts[at]).replaceAll("\\s+", " ");
        }
        out.println(String.join("\t", parts));
    }

    private static ValidationProfile profile() throws Exception {
        Document xml = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(UaCheck.class.getResourceAsStream(RULES));
        Set<Rule> rules = new HashSet<>();
        NodeList each = xml.getElementsByTagName("rule");
        for (int at = 0; at < each.getLength(); at++) {
            rules.add(rule((Element) each.item(at)));
        }
        Set<Variable> variables = new HashSet<>();
        each = xml.getElementsByTagName("variable");
        for (int at = 0; at < each.getLength(); at++) {
            Element one = (Element) each.item(at);
            variables.add(Profiles.variableFromValues(
                    one.getAttribute("name"), one.getAttribute("object"), text(one, "defaultValue"), text(one, "value")));
        }
        return Profiles.profileFromValues(FLAVOUR, Profiles.profileDetailsFromValues("", "", "", null), "", rules, variables);
    }

    private static Rule rule(Element one) {
        Element id = (Element) one.getElementsByTagName("id").item(0);
        RuleId number = Profiles.ruleIdFromValues(
                PDFAFlavour.Specification.valueOf(id.getAttribute("specification")),
                id.getAttribute("clause"),
                Integer.parseInt(id.getAttribute("testNumber")));
        boolean deferred = Boolean.parseBoolean(one.getAttribute("deferred"));
        return Profiles.ruleFromValues(
                number, one.getAttribute("object"), deferred, one.getAttribute("tags"), text(one, "description"),
                text(one, "test"), Profiles.errorFromValues(text(one, "message"), List.of()), List.of());
    }

    private static String text(Element one, String name) {
        return one.getElementsByTagName(name).item(0).getTextContent();
    }
}
