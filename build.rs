//! How the program is linked.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    // At a fixed address, so that the 39,000 addresses in its tables (vtables, lists of words) are right as they stand in the
    // file. Else they would be put right at each start, in 184 pages that then have to be copied: a sixth of what a process that
    // answers one question spends. Libraries, heap and stacks still lie at random addresses.
    if std::env::var("CARGO_CFG_TARGET_OS").is_ok_and(|os| os == "linux") {
        println!("cargo::rustc-link-arg-bins=-no-pie");
    }
}
